import type { FlowNode } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";

/** Settings that were emptied because they looked like credentials: the step's name and the place. */
export type Stripped = { step: string; place: string };

/** How headers, parameters and settings are called that hold credentials. */
const confidential =
  /authori[sz]ation|cookie|token|secret|passw(?:or)?d|api[-_ ]?key|credential|signature|private[-_ ]?key/i;
/** Shapes that keys of well-known services have, and JSON Web Tokens. */
const keyShapes =
  /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}|\bsk-[\w-]{16,}|\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}|\bAKIA[A-Z0-9]{12,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/;

/**
 * A step without what looks like a credential: rows whose name says so, addresses with such a
 * parameter or a password, texts in the shape of a key. What a template inserts stays: it holds no value.
 */
export function stripSecrets(node: FlowNode): { node: FlowNode; stripped: Stripped[] } {
  const stripped: Stripped[] = [];
  const note = (place: string) => {
    stripped.push({ step: node.name, place });
    return "";
  };
  const config = visit(node.config, "", note) as JsonObject; // an object stays an object
  return { node: { ...node, config, pinned: null }, stripped };
}

function visit(value: Json, place: string, note: (place: string) => string): Json {
  if (typeof value === "string") return visitText(value, place, note);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, at) => visit(item, `${place} ${at + 1}`, note));
  const named = typeof value.name === "string" ? value.name : "";
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const where = `${place} ${key}`.trim();
      const holdsValue = typeof child === "string" && child !== "" && !child.includes("{{");
      if (holdsValue && key === "value" && confidential.test(named)) {
        return [key, note(`${place} “${named}”`.trim())];
      }
      return [key, visit(child, where, note)];
    }),
  );
}

function visitText(text: string, place: string, note: (place: string) => string): string {
  if (keyShapes.test(text)) return note(place);
  if (!/^https?:\/\//i.test(text)) return text;
  const [before = "", query] = text.split("?", 2);
  const cleanBefore = before.replace(/^(https?:\/\/)[^/@]*@/i, "$1");
  const pairs = query?.split("&") ?? [];
  const kept = pairs.filter((pair) => {
    const [name = "", value = ""] = pair.split("=", 2);
    return !(confidential.test(name) && value !== "" && !value.includes("{{"));
  });
  if (cleanBefore === before && kept.length === pairs.length) return text;
  note(place);
  return kept.length === 0 ? cleanBefore : `${cleanBefore}?${kept.join("&")}`;
}
