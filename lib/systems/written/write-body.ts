import type { JsonObject } from "#lib/flow/json.ts";
import type { Operation } from "../contract.ts";
import { compileBody } from "./compile-body.ts";

type Written = NonNullable<Operation["written"]>;

const namespaces = {
  soap11: "http://schemas.xmlsoap.org/soap/envelope/",
  soap12: "http://www.w3.org/2003/05/soap-envelope",
} as const;

/**
 * The body of an operation that was described by hand, with what was filled in; of SOAP, within its
 * envelope (SOAP 1.1, 4; SOAP 1.2 part 1, 5).
 */
export function writeBody(written: Written, names: readonly string[], values: JsonObject): string {
  const { format, body } = written;
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  const unfilled = names.filter((name) => !Object.hasOwn(values, name));
  const isXml = format !== "json" && format !== "text";
  const template = isXml ? withoutEmpty(body, unfilled) : body;
  const text = compileBody(format, template).render({ ...empty, ...values });
  const content = typeof text === "string" ? text : JSON.stringify(text);
  if (format !== "soap11" && format !== "soap12") return content;
  const inner = content.trim().replace(/^<\?xml[^>]*\?>\s*/, "");
  if (/^<(?:[\w-]+:)?Envelope[\s>]/.test(inner)) return `${declaration}${inner}`;
  return `${declaration}<soap:Envelope xmlns:soap="${namespaces[format]}"><soap:Body>${inner}</soap:Body></soap:Envelope>`;
}

/** An element that holds nothing but a field which is not filled in is left out. */
function withoutEmpty(body: string, unfilled: readonly string[]): string {
  return unfilled.reduce((rest, name) => {
    const field = name.replaceAll(/[.-]/g, "\\$&");
    return rest.replace(
      new RegExp(`<([\\w:.-]+)(?:\\s[^<>]*)?>\\s*\\{\\{-?\\s*${field}\\s*-?\\}\\}\\s*</\\1>`, "g"),
      "",
    );
  }, body);
}

const declaration = '<?xml version="1.0" encoding="utf-8"?>\n';

/** What the request says of its action (SOAP 1.1, 6.1.1; RFC 3902). */
export function soapHeaders(
  { format, action }: Written,
  contentType: string,
): Record<string, string> {
  const quoted = `"${action.replace(/["\\]/g, "")}"`;
  if (format === "soap11") return { soapaction: quoted };
  if (format !== "soap12" || action === "") return {};
  return { "content-type": `${contentType}; action=${quoted}` };
}
