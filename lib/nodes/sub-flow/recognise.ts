import type { Json } from "#lib/flow/json.ts";

/**
 * Gives what a template left as text its kind back: numbers, true and false, null, lists and
 * objects. A number only when writing it out again gives the same text, so that postcodes and long
 * identifiers stay texts.
 */
export function recognise(text: string): Json {
  const plain = text.trim();
  const looksJson = /^(true|false|null|[[{].*)$/s.test(plain);
  if (!looksJson && !(/^-?\d/.test(plain) && String(Number(plain)) === plain)) return text;
  try {
    return JSON.parse(plain);
  } catch {
    return text;
  }
}
