import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";

/** A setting as text, trimmed; empty when it is missing. */
export function text(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}

/**
 * A part that the credential cannot do without.
 *
 * @throws UserError `connection_missing`
 */
export function filled(value: Json | undefined, connection: ResolvedConnection): string {
  const found = text(value);
  if (found !== "") return found;
  throw new UserError("connection_missing", `The connection “${connection.name}” is incomplete.`, {
    next: "Ask an administrator to fill it in again.",
  });
}

/** Whether the admin lets this credential travel without encryption. */
export function mayTravelOpenly({ settings }: ResolvedConnection): boolean {
  return settings.allowInsecure === true || settings.allowInsecure === "true";
}

/**
 * Refuses an address at which others on the way could read the credential.
 *
 * @throws UserError `insecure_credentials`
 */
export function requireEncryption(url: URL, connection: ResolvedConnection): void {
  if (url.protocol === "https:" || mayTravelOpenly(connection)) return;
  throw new UserError(
    "insecure_credentials",
    `Patchbay does not send credentials to ${url.host} over http: anybody on the way could read them.`,
    { next: "Use https, or ask an administrator to allow http for this connection." },
  );
}
