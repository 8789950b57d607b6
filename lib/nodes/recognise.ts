import type { Json } from "#lib/flow/json.ts";

/**
 * Gives what a template left as text its kind back: true and false, numbers, lists and objects; all
 * else is text. A number only when writing it out again gives the same text, so that postcodes,
 * phone numbers and long identifiers stay as they are.
 */
export function recognise(text: string): Json {
  const plain = text.trim();
  if (plain === "true") return true;
  if (plain === "false") return false;
  if (/^-?\d/.test(plain) && String(Number(plain)) === plain) return Number(plain);
  if (!/^[[{]/.test(plain)) return text;
  try {
    return JSON.parse(plain);
  } catch {
    return text;
  }
}
