/** A typed number as a number; anything else, such as "12." or a template, stays the text it is. */
export function readNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}

/** What is wrong with a typed number, in a sentence; undefined when nothing is, or it is a template. */
export function numberProblem(
  text: string,
  { min, max }: { min?: number; max?: number },
): string | undefined {
  if (text.trim() === "" || text.includes("{{")) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return `“${text}” is not a number.`;
  if (min !== undefined && number < min) return `At least ${min.toLocaleString("en")}.`;
  if (max !== undefined && number > max) return `At most ${max.toLocaleString("en")}.`;
  return undefined;
}
