import { XMLParser, XMLValidator } from "fast-xml-parser";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { cleanValue } from "./clean-value.ts";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#text",
  ignoreDeclaration: true,
  ignorePiTags: true,
  // "007" stays "007": what is a number is for the person who built the flow to say.
  parseTagValue: false,
  parseAttributeValue: false,
  // Only what XML itself defines: a document that declares entities is refused before.
  processEntities: true,
  htmlEntities: true,
  maxNestedTags: 200,
  strictReservedNames: false,
  onDangerousProperty: (name) => name,
});

/**
 * Turns XML into plain data: attributes are keys with `@`, text beside them is `#text`, repeated
 * elements become a list. Values stay text. Document types are refused, so no entity can expand.
 *
 * @throws UpstreamError `upstream_invalid_xml` with line and column where they are known.
 */
export function xmlToJson(text: string): unknown {
  if (/<!DOCTYPE/i.test(text)) {
    const page = /<!DOCTYPE\s+html/i.test(text);
    throw invalid(
      page
        ? "The server answered with a web page instead of XML."
        : "The answer is XML with a document type, which Patchbay does not read.",
    );
  }
  const checked = XMLValidator.validate(text);
  if (checked !== true) {
    const { msg, line, col } = checked.err;
    const place = col === undefined ? "" : ` (line ${line}, column ${col})`;
    throw invalid(`The answer is not valid XML${place}: ${msg}`, { line, column: col });
  }
  let value: unknown;
  try {
    value = parser.parse(text);
  } catch (cause) {
    throw invalid("The answer is XML with names or nesting that Patchbay refuses.", {}, cause);
  }
  if (!cleanValue(value)) throw invalid("The answer is XML nested too deeply.");
  return value;
}

function invalid(
  message: string,
  details: Record<string, unknown> = {},
  cause?: unknown,
): UpstreamError {
  return new UpstreamError("upstream_invalid_xml", message, { details, cause });
}
