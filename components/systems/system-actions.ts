import type { ActionResult } from "#lib/access/action-result.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Change, SystemSummary } from "#lib/systems/contract.ts";

/** As the browser hands a description in. */
export type GivenSource =
  | { url: string }
  | { packed: string }
  /** Described by hand; the server reads it. */
  | { written: JsonObject; since?: string | undefined }
  | { graphql: { url: string; packed?: string | undefined; connectionId?: string | undefined } };

/** A connection that a schema can be read by. */
export type ReadingConnection = { id: string; name: string };

export type ImportSystem = (input: {
  name: string;
  source: GivenSource;
}) => Promise<ActionResult<SystemSummary>>;

export type SystemActions = {
  refresh: (input: {
    systemId: string;
    source?: GivenSource | undefined;
  }) => Promise<ActionResult<{ changes: Change[] }>>;
  remove: (input: { systemId: string }) => Promise<ActionResult<null>>;
};
