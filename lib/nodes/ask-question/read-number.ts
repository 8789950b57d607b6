/**
 * A number as people write it: decimals after a comma or a dot, thousands apart by the other sign,
 * by spaces or apostrophes. Undefined when the text is not a number. A single comma before exactly
 * three digits parts thousands ("1,500" is 1500); a single dot always begins the decimals.
 */
export function readNumber(text: string): number | undefined {
  const compact = text.trim().replace(/^\+/, "").replace(/−/g, "-");
  const joined = compact.replace(/(\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))/g, "$1");
  const plain = plainDecimal(joined);
  if (plain === undefined) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

const grouped = { ",": /^-?\d{1,3}(,\d{3})+(\.\d+)?$/, ".": /^-?\d{1,3}(\.\d{3}){2,}$/ };

/** The text with a dot before its decimals and nothing between thousands. */
function plainDecimal(text: string): string | undefined {
  if (/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return text;
  if (grouped[","].test(text) && !/^-?0,/.test(text)) return text.replaceAll(",", "");
  if (grouped["."].test(text)) return text.replaceAll(".", "");
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll(".", "").replace(",", ".");
  if (/^-?\d*,\d+$/.test(text)) return text.replace(",", ".");
  return undefined;
}
