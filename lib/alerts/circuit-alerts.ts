import type { PoolClient } from "pg";
import type { CircuitEvent } from "#lib/circuits/advance-circuit.ts";
import type { Circuit } from "#lib/circuits/circuit.ts";
import { raiseAlert, wasRaised, wasRaisedLately } from "#lib/db/alerts/raise-alert.ts";
import { oneOrMany } from "#lib/words/counted.ts";

/** A host that comes and goes is told of this often at most, in minutes. */
const quietMinutes = 30;

/**
 * Notes that a host has gone or come back, in the transaction in which its circuit opens or closes.
 * The end of a trouble is told only when its beginning was.
 */
export async function raiseCircuitAlert(
  client: PoolClient,
  event: CircuitEvent | null,
  before: Circuit,
  after: Circuit,
): Promise<void> {
  const { workspaceId, connectionId, host } = after;
  const about = `circuit.opened ${after.id} `;
  if (event === "opened" || event === "still-down") {
    // Also when a probe fails: a trouble that began too soon after the last one may stay.
    if (await wasRaisedLately(client, workspaceId, about, quietMinutes)) return;
    await raiseAlert(client, {
      ...{ workspaceId, connectionId, event: "circuit.opened" },
      title: `${host} does not answer as it should`,
      message: `${host} failed ${oneOrMany(after.failures, "once", `${after.failures} times in a row`)}. ${after.reason} Steps that call it use their backup, or fail at once, until it is back.`,
      dedupeKey: about + after.openedAt?.toISOString(),
    });
  } else if (event === "closed") {
    const openedAt = before.openedAt?.toISOString();
    if (!(await wasRaised(client, workspaceId, about + openedAt))) return;
    await raiseAlert(client, {
      ...{ workspaceId, connectionId, event: "circuit.closed" },
      title: `${host} answers again`,
      message: `${host} answers again; steps call it as before.`,
      dedupeKey: `circuit.closed ${after.id} ${openedAt}`,
    });
  }
}
