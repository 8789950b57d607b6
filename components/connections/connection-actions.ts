import type { ActionResult } from "#lib/access/action-result.ts";
import type { ConnectionInput, ConnectionSummary } from "#lib/connections/contract.ts";

type Target = { connectionId: string };

/** The server's side of the connections page, handed in by the page as server actions. */
export type ConnectionActions = {
  create(input: ConnectionInput): Promise<ActionResult<ConnectionSummary>>;
  update(input: Target & Omit<ConnectionInput, "kind">): Promise<ActionResult<ConnectionSummary>>;
  duplicate(input: Target): Promise<ActionResult<ConnectionSummary>>;
  test(input: Target & { sendSample?: boolean }): Promise<ActionResult<ConnectionSummary>>;
  setProbing(input: Target & { everyMinutes: number | null }): Promise<ActionResult<null>>;
  closeCircuit(input: { circuitId: string }): Promise<ActionResult<null>>;
  /** Where to go to sign in at an OAuth provider. */
  connect(input: Target): Promise<ActionResult<{ url: string }>>;
  /** Ends an OAuth access, at the provider where that can be. */
  disconnect(input: Target): Promise<ActionResult<{ revoked: boolean; message: string }>>;
  remove(input: Target): Promise<ActionResult<null>>;
  restore(input: Target): Promise<ActionResult<null>>;
};
