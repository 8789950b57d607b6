import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { PlanNode } from "./plan.ts";

export function unknownType({ name, typeId }: PlanNode): UserError {
  return new UserError(
    "unknown_node_type",
    `“${name}” is of the type “${typeId}”, which this Patchbay does not have.`,
    { next: "Remove the step, or update Patchbay." },
  );
}

/** A step that must not happen twice was cut off: nobody knows whether it did happen. */
export function uncertain({ name }: PlanNode): EngineError {
  return new EngineError(
    "step_uncertain",
    `Patchbay was interrupted while “${name}” was under way, so it is uncertain whether it took effect. It was not repeated.`,
    {
      next: "Check on the other side, then run the flow again if needed.",
    },
  );
}

export function withNode(error: ErrorInfo, node: PlanNode | undefined): ErrorInfo {
  if (node === undefined) return error;
  return { ...error, details: { ...error.details, nodeId: node.id, nodeName: node.name } };
}

export function stoppedByStop(): UserError {
  return new UserError(
    "run_canceled",
    "This step was stopped because another branch ended the run.",
  );
}

/** Items that one loop may have, and their size as JSON, in characters. */
const maxItems = 5_000;
const maxItemsSize = 5_000_000;

/** Throws `too_many_items`: what a loop goes through is kept with the run. */
export function checkItems(items: readonly unknown[], { name }: PlanNode): void {
  if (items.length > maxItems) {
    throw new UserError(
      "too_many_items",
      `“${name}” was given ${items.length.toLocaleString("en")} items; a loop takes ${maxItems.toLocaleString("en")}.`,
      { next: "Take the list in parts." },
    );
  }
  if (JSON.stringify(items).length > maxItemsSize) {
    throw new UserError("too_many_items", `The items of “${name}” are larger than 5 MB.`, {
      next: "Keep only the fields that the loop needs, or take the list in parts.",
    });
  }
}

export function stoppedByFailure(): UserError {
  return new UserError("run_canceled", "This step was stopped because another branch failed.");
}

/** What a failed step hands to whatever follows its outlet. */
export function failureOutput(info: ErrorInfo): JsonObject {
  const { code, message, next = null, status = null } = info;
  const details = (info.details ?? null) as Json; // error details are JSON by contract
  return { error: { code, message, next, status, details } };
}
