import type { FlowDocument } from "#lib/flow/document.ts";
import type { Problem } from "#lib/flow/problem.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { scheduleProblem } from "./schedule-setting.ts";

/** The schedules of a document that could not be kept, as problems that stop publishing. */
export function scheduleProblems(document: FlowDocument): Problem[] {
  return document.nodes.flatMap((node) => {
    if (definitionOf(node.type)?.trigger !== "schedule" || node.disabled) return [];
    const complaint = scheduleProblem(node.config.schedule ?? {});
    if (complaint === null) return [];
    const message = `“${node.name}” has no usable schedule. ${complaint}`;
    return [
      {
        code: "invalid_value",
        severity: "error" as const,
        message,
        nodeId: node.id,
        edgeId: null,
        field: "schedule",
        fix: null,
      },
    ];
  });
}
