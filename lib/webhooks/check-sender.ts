import type { IncomingHttpHeaders } from "node:http";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HookSettings } from "./hook-settings.ts";
import { verifySignature } from "./signature/verify.ts";

/**
 * Lets a request through whose sender proves itself as the trigger asks.
 *
 * @throws UserError `signature_refused`; `signature_unverifiable` when the secret is gone, so that the
 *   sender keeps the event and tries again
 */
export async function checkSender(
  connections: Pick<ConnectionStore, "resolve">,
  workspaceId: string,
  { verification, connectionId }: HookSettings,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<void> {
  if (verification === undefined) return;
  verifySignature(
    verification,
    await secretOf(connections, workspaceId, connectionId),
    headers,
    body,
    Date.now(),
  );
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
