import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type JsonObject } from "#lib/flow/json.ts";
import { explainMisfit } from "./field-formats.ts";
import type { ConnectionKind, CredentialField } from "./kinds/kind.ts";

export type Secrets = { [key: string]: string };
export type ConnectionValues = { settings: JsonObject; secrets: Secrets };

/**
 * Sorts a form's values into settings and secrets and checks each. Over `before`, absent values
 * stay as they are, and so do required secrets that were left empty; optional ones become empty.
 *
 * @throws UserError `invalid_input` with `details.issues`, one for each field that does not fit
 */
export function readValues(
  kind: ConnectionKind,
  values: { [key: string]: string },
  before: ConnectionValues = { settings: {}, secrets: {} },
): ConnectionValues {
  const issues: { path: string; message: string }[] = [];
  for (const key of Object.keys(values)) {
    if (isForbiddenKey(key) || !kind.fields.some((field) => field.key === key)) {
      issues.push({ path: `values.${key}`, message: `${kind.label} has no field “${key}”.` });
    }
  }
  const result: ConnectionValues = { settings: {}, secrets: {} };
  for (const field of kind.fields) {
    const value = chosenValue(field, values, before);
    const misfit = explainMisfit(field, value);
    if (misfit !== undefined) issues.push({ path: `values.${field.key}`, message: misfit });
    else if (field.secret) result.secrets[field.key] = value;
    else result.settings[field.key] = value;
  }
  if (issues.length > 0) {
    throw new UserError("invalid_input", issues.map(({ message }) => message).join(" "), {
      details: { issues },
    });
  }
  limitToTestHost(result.settings, kind.defaultHosts);
  return result;
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
  return given?.trim() ?? (typeof kept === "string" ? kept : "");
}

/**
 * Without a choice of hosts, the credential goes where it is tested and nowhere else; the kinds that
 * know their provider's hosts go there.
 */
function limitToTestHost(settings: JsonObject, defaultHosts?: string): void {
  if (settings.allowedHosts !== "" || typeof settings.testUrl !== "string") return;
  const url = URL.parse(settings.testUrl);
  if (url !== null) settings.allowedHosts = url.host;
  else if (defaultHosts !== undefined) settings.allowedHosts = defaultHosts;
}
