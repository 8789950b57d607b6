import type { Json, JsonObject } from "#lib/flow/json.ts";

/**
 * Raw setting text as one short plain phrase for a card: templates become the name of what they
 * insert, whitespace collapses, and stars (which mean emphasis on cards) go. At most `max`
 * characters; "" for anything that is not text.
 */
export function phrase(value: Json | undefined, max = 32): string {
  if (typeof value !== "string") return "";
  const text = value
    .slice(0, 2_000)
    .replace(/\{\{-?([^{}]*?)-?\}\}/g, (_, expression: string) => nameOf(expression))
    .replace(/\*/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...text];
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

/** The same, emphasised; `fallback` as it is when there is nothing to emphasise. */
export function emphasis(value: Json | undefined, fallback: string, max = 32): string {
  const text = phrase(value, max);
  return text === "" ? fallback : `*${text}*`;
}

/** The entries of a list setting that are objects; none when the setting is something else. */
export function entries(value: Json | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (entry): entry is JsonObject =>
      typeof entry === "object" && entry !== null && !Array.isArray(entry),
  );
}

/** `3 branches`, `1 branch`. */
export function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** What a template's expression is about: `city` of `vars.city`, `ask_city` of `nodes.ask_city.value`. */
function nameOf(expression: string): string {
  const path = (expression.split("|")[0] ?? "").trim().split(".");
  if (["nodes", "vars", "trigger", "contact", "input"].includes(path[0] ?? "")) path.shift();
  const last = path.pop() ?? "";
  return ["value", "text", "body"].includes(last) ? (path.pop() ?? last) : last;
}
