import type { IncomingHttpHeaders } from "node:http";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HookSettings } from "./hook-settings.ts";
import { verifySignature } from "./signature/verify.ts";

/**
 * Lets a request through whose sender proves itself as the trigger asks.
 *
 * @returns the secret that it was checked with, which the request may repeat; "" without a check
 * @throws UserError `signature_refused`; `signature_unverifiable` when the secret is gone, so that the
 *   sender keeps the event and tries again
 */
export async function checkSender(
  connections: Pick<ConnectionStore, "resolve">,
  workspaceId: string,
  { verification, connectionId }: HookSettings,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<string> {
  if (verification === undefined) return "";
  const secret = await secretOf(connections, workspaceId, connectionId);
  verifySignature(verification, secret, headers, body, Date.now());
  return secret;
}

async function secretOf(
  connections: Pick<ConnectionStore, "resolve">,
  workspaceId: string,
  connectionId: string | null,
): Promise<string> {
  try {
    if (connectionId === null) throw unverifiable();
    const { secrets } = await connections.resolve(workspaceId, connectionId);
    if (secrets.secret === undefined || secrets.secret === "") throw unverifiable();
    return secrets.secret;
  } catch (error) {
    if (isPatchbayError(error) && error.code === "connection_missing") throw unverifiable();
    throw error;
  }
}

function unverifiable(): UserError {
  return new UserError(
    "signature_unverifiable",
    "The secret that this webhook's signatures are checked with is missing.",
    { next: "Choose a connection in the flow's webhook trigger and publish it again." },
  );
}
