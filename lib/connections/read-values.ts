import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey } from "#lib/flow/json.ts";
import { explainMisfit, explainRow } from "./field-formats.ts";
import { headerNames, headerSecret, readHeaderRows } from "./header-secrets.ts";
import type { ConnectionKind, ConnectionValues, CredentialField, Misfit } from "./kinds/kind.ts";

/**
 * Sorts a form's values into settings and secrets and checks each. Over `before`, absent values
 * stay as they are, and so do required secrets that were left empty; optional ones become empty.
 * `check` judges what fits by itself further, so that everything is told at once.
 *
 * @throws UserError `invalid_input` with `details.issues`, one for each field that does not fit
 */
export function readValues(
  kind: ConnectionKind,
  values: { [key: string]: string },
  before: ConnectionValues = { settings: {}, secrets: {} },
  check: (values: ConnectionValues) => Misfit[] = () => [],
): ConnectionValues {
  const issues: Misfit[] = [];
  for (const key of Object.keys(values)) {
    if (isForbiddenKey(key) || !kind.fields.some((field) => field.key === key)) {
      issues.push({ path: `values.${key}`, message: `${kind.label} has no field “${key}”.` });
    }
  }
  const result: ConnectionValues = { settings: {}, secrets: {} };
  for (const field of kind.fields) {
    if (field.input === "rows") {
      issues.push(...readRows(field, values[field.key], before, result));
      continue;
    }
    const value = chosenValue(field, values, before);
    const misfit = explainMisfit(field, value);
    if (misfit !== undefined) issues.push({ path: `values.${field.key}`, message: misfit });
    else if (field.secret) result.secrets[field.key] = value;
    else result.settings[field.key] = value;
  }
  const sound = issues.length === 0;
  const complete = sound ? (kind.complete?.(result) ?? result) : result;
  const wrong = [...((sound && kind.check?.(complete)) || []), ...check(complete)].map(inForm);
  const told = new Set(issues.map(({ path }) => path));
  issues.push(...wrong.filter(({ path }) => !told.has(path)));
  if (issues.length > 0) throw misfits(issues);
  return complete;
}

/** Values that do not fit, one issue for each field. */
export function misfits(issues: readonly Misfit[]): UserError {
  return new UserError("invalid_input", issues.map(({ message }) => message).join(" "), {
    details: { issues },
  });
}

/** A field's issue, as the form finds it. */
export function inForm({ path, message }: Misfit): Misfit {
  return { path: `values.${path}`, message };
}

/** Rows with secret values: the names are a setting, each value a secret of its own. */
function readRows(
  field: CredentialField,
  given: string | undefined,
  before: ConnectionValues,
  into: ConnectionValues,
): Misfit[] {
  const path = `values.${field.key}`;
  const stored = headerNames(before.settings[field.key]);
  const rows =
    given === undefined ? stored.map((name) => ({ name, value: "" })) : readHeaderRows(given);
  if (rows === undefined) return [{ path, message: `“${field.label}” cannot be read.` }];
  if (rows.length === 0 && field.required)
    return [{ path, message: `Add at least one: “${field.label}”.` }];
  const seen = new Set<string>();
  for (const { name, value } of rows) {
    const key = headerSecret(field.key, name);
    const secret = value === "" ? (before.secrets[key] ?? "") : value;
    const misfit = explainRow(field, name, secret);
    if (misfit !== undefined) return [{ path, message: misfit }];
    if (seen.has(key)) return [{ path, message: `“${name}” is there twice.` }];
    seen.add(key);
    into.secrets[key] = secret;
  }
  into.settings[field.key] = rows.map(({ name }) => name);
  return [];
}

function chosenValue(
  field: CredentialField,
  values: { [key: string]: string },
  before: ConnectionValues,
): string {
  const given = Object.hasOwn(values, field.key) ? values[field.key] : undefined;
  if (field.secret) {
    // Not trimmed when free text: a password may end in a space.
    const secret = field.format === "text" ? given : given?.trim();
    const keeps = secret === undefined || (secret === "" && field.required);
    return keeps ? (before.secrets[field.key] ?? "") : secret;
  }
  const kept = before.settings[field.key];
  return given?.trim() ?? (typeof kept === "string" ? kept : (field.initial ?? ""));
}
