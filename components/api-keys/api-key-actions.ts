import type { ActionResult } from "#lib/access/action-result.ts";
import type { NewApiKey } from "#lib/access/api-keys/contract.ts";
import type { Scope } from "#lib/access/api-keys/scopes.ts";

/** The server's side of the page, handed in by it as server actions. */
export type ApiKeyActions = {
  create(input: NewApiKey): Promise<ActionResult<{ key: string }>>;
  revoke(input: { id: string }): Promise<ActionResult<null>>;
};

/** A scope that the reader's role can give. */
export type OfferedScope = { value: Scope; label: string; help: string };
