import { compileJsonTemplate } from "#lib/template/compile-json-template.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import { compileXmlTemplate } from "#lib/template/compile-xml-template.ts";
import type { BodyFormat } from "./written-system.ts";

/** A body's template: what is inserted stays text of the format, whatever it holds. */
export function compileBody(format: BodyFormat, body: string) {
  if (format === "json") return compileJsonTemplate(body);
  return format === "text" ? compileTemplate(body) : compileXmlTemplate(body);
}
