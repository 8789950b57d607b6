import type { AddressTemplate } from "./compile-address-template.ts";
import { constantTemplate, referencesOf, renderSegments, valueToText } from "./compile-template.ts";
import { isTemplate, parseTemplate } from "./parse-template.ts";

const signs: { [sign: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
/** What no XML 1.0 document can hold (XML 1.0, 2.2), not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are meant
const impossible = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/**
 * Compiles XML with templates in it: inserted values are escaped, so that they stay text. `| raw`
 * inserts markup as it is. Throws as `compileTemplate` does.
 */
export function compileXmlTemplate(text: string): AddressTemplate {
  if (!isTemplate(text)) return constantTemplate(text);
  const segments = parseTemplate(text);
  return {
    isConstant: false,
    references: referencesOf(segments),
    render: (scope) =>
      renderSegments(segments, scope, (value, index) => {
        const written = valueToText(value).toWellFormed().replace(impossible, "");
        const segment = segments[index];
        const isRaw = typeof segment === "object" && segment.lastFilter === "raw";
        return isRaw ? written : written.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
      }),
  };
}
