import type { ActionResult } from "#lib/access/action-result.ts";
import type { ConnectionInput, ConnectionSummary } from "#lib/connections/contract.ts";

/** The server's side of the connections page, handed in by the page as server actions. */
export type ConnectionActions = {
  create(input: ConnectionInput): Promise<ActionResult<ConnectionSummary>>;
  update(input: {
    connectionId: string;
    name: string;
    values: { [key: string]: string };
  }): Promise<ActionResult<ConnectionSummary>>;
  test(input: { connectionId: string }): Promise<ActionResult<ConnectionSummary>>;
  setProbing(input: {
    connectionId: string;
    everyMinutes: number | null;
  }): Promise<ActionResult<null>>;
  closeCircuit(input: { circuitId: string }): Promise<ActionResult<null>>;
  remove(input: { connectionId: string }): Promise<ActionResult<null>>;
  restore(input: { connectionId: string }): Promise<ActionResult<null>>;
};
