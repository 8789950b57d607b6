import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Choice } from "#lib/nodes/contract.ts";

export type ChoicesWanted = {
  flowId: string;
  nodeType: string;
  /** The field of the node's settings. */
  field: string;
  connectionId: string | null;
  /** The settings that the field depends on, as they are written. */
  config: JsonObject;
};

/** What can be chosen in a step's settings, as the other side has it now. */
export type ChoiceService = {
  /**
   * Throws `not_found` for an unknown flow, node or field, `connection_missing`,
   * `connection_not_allowed`, `connection_wrong_kind`, and what the other side fails with.
   */
  load(actor: Actor, wanted: ChoicesWanted): Promise<Choice[]>;
};
