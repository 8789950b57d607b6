import type { ActionResult } from "#lib/access/action-result.ts";
import type { CareSettings } from "#lib/alerts/contract.ts";

/** The server's side of the alerts page, handed in by the page as server actions. */
export type AlertActions = {
  save(input: CareSettings): Promise<ActionResult<null>>;
  renewSecret(input: Record<string, never>): Promise<ActionResult<{ secret: string }>>;
  test(input: Record<string, never>): Promise<ActionResult<null>>;
};
