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
  remove(input: { connectionId: string }): Promise<ActionResult<null>>;
  restore(input: { connectionId: string }): Promise<ActionResult<null>>;
  /** Where to go to sign in at an OAuth provider. */
  connect(input: { connectionId: string }): Promise<ActionResult<{ url: string }>>;
  /** Ends an OAuth access, at the provider where that can be. */
  disconnect(input: {
    connectionId: string;
  }): Promise<ActionResult<{ revoked: boolean; message: string }>>;
};
