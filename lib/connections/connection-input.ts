import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ConnectionKind } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";

export type SplitValues = { settings: JsonObject; secrets: { [name: string]: string } };

/** The kind by its id. Throws `connection_wrong_kind`. */
export function requireKind(id: string): ConnectionKind {
  const kind = connectionKindOf(id);
  if (kind !== undefined) return kind;
  throw new UserError("connection_wrong_kind", "There is no such kind of connection.");
}

/**
 * Checks a form's values and parts the secret ones from the others. `before` holds what is stored:
 * a secret that is left empty stays as it is. Throws `invalid_input` naming the field.
 */
export function splitValues(
  kind: ConnectionKind,
  values: { [key: string]: string },
  before: SplitValues | null,
): SplitValues {
  const known = new Set(kind.fields.map((field) => field.key));
  const unknown = Object.keys(values).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new UserError("invalid_input", `“${kind.label}” has no field called ${unknown}.`);
  }
  const settings: JsonObject = {};
  const secrets: { [name: string]: string } = {};
  for (const field of kind.fields) {
    const given = (values[field.key] ?? "").trim();
    if (field.secret) {
      const value = given === "" ? (before?.secrets[field.key] ?? "") : given;
      if (value === "" && field.required) throw missing(field.label);
      if (value !== "") secrets[field.key] = value;
    } else {
      const kept = values[field.key] === undefined ? before?.settings[field.key] : given;
      const value = typeof kept === "string" ? kept : "";
      if (value === "" && field.required) throw missing(field.label);
      if (/[\r\n]/.test(value)) {
        throw new UserError("invalid_input", `${field.label} must not hold a line break.`);
      }
      settings[field.key] = value;
    }
  }
  checkTestUrl(settings["testUrl"]);
  return { settings, secrets };
}

/** Tells two secrets apart: the last 4 characters of one that is long enough to spare them. */
export function hintOf(secrets: { [name: string]: string }): string {
  const [first] = Object.values(secrets);
  return first !== undefined && first.length >= 12 ? first.slice(-4) : "";
}

function missing(label: string): UserError {
  return new UserError("invalid_input", `${label} is missing.`);
}

function checkTestUrl(value: unknown): void {
  if (typeof value !== "string" || value === "") return;
  const url = URL.parse(value);
  if (url !== null && (url.protocol === "https:" || url.protocol === "http:")) return;
  throw new UserError(
    "invalid_input",
    "The address for the test must start with https:// or http://.",
  );
}
