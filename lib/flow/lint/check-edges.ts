import type { FlowEdge } from "../document.ts";
import type { Problem } from "../problem.ts";
import { type KnownNode, type LintContext, type LintPort, problem } from "./context.ts";

/** Edges that lead from or to nothing, and outlets where a run would silently end. */
export function checkEdges(context: LintContext): Problem[] {
  const nameOf = new Map(context.document.nodes.map(({ id, name }) => [id, name]));
  const loose = context.document.edges.flatMap((edge) => checkEdge(context, edge, nameOf));
  const dangling = [...context.known.values()].flatMap((node) => findDangling(context, node));
  return [...loose, ...dangling];
}

function checkEdge(
  { known }: LintContext,
  edge: FlowEdge,
  nameOf: ReadonlyMap<string, string>,
): Problem[] {
  const source = known.get(edge.source);
  const target = known.get(edge.target);
  const rest = {
    edgeId: edge.id,
    fix: { label: "Remove the line", kind: "remove-edge" as const, target: edge.id },
  };
  if (source !== undefined && !source.ports.some(({ id }) => id === edge.sourcePort)) {
    const message = `A line leaves “${source.node.name}” from an outlet that it no longer has.`;
    return [problem("error", "unknown_port", message, { ...rest, nodeId: edge.source })];
  }
  if (target !== undefined && !target.definition.ports.in) {
    const message = `“${nameOf.get(edge.source) ?? ""}” leads to “${target.node.name}”, which starts flows and cannot be led to.`;
    return [problem("error", "no_inlet", message, { ...rest, nodeId: edge.target })];
  }
  return [];
}

/**
 * An outlet that leads nowhere ends the run, which is how every flow ends somewhere. It is worth a
 * remark where that is hardly meant: at a trigger, at a branch, after a question, and when an
 * integration fails.
 */
function findDangling({ graph, reached }: LintContext, known: KnownNode): Problem[] {
  const { node, definition, ports } = known;
  if (node.disabled || !reached.has(node.id)) return [];
  const wired = new Set(graph.outgoing.get(node.id)?.map(({ sourcePort }) => sourcePort));
  return ports
    .filter(({ id }) => !wired.has(id))
    .flatMap((port) => {
      const message = explain(known, port.label, port.kind);
      if (message === null) return [];
      if (definition.ports.outFrom !== undefined && wired.size === 0 && port !== ports[0])
        return [];
      return [problem("warning", "dangling_outlet", message, { nodeId: node.id })];
    });
}

function explain(
  { node, definition }: KnownNode,
  label: string,
  kind: LintPort["kind"],
): string | null {
  if (kind === "failed") {
    // With an output to go on with, a failure does not stop the run.
    return definition.category === "integration" && node.fallback === null
      ? `When “${node.name}” fails, the run stops there. Connect “${label}” to say what happens then.`
      : null;
  }
  if (kind === "slow") return null;
  if (kind === "timeout") {
    return `When time runs out at “${node.name}”, the run stops there. Connect “${label}” to say what happens then.`;
  }
  if (definition.trigger !== undefined) {
    return `“${node.name}” starts the flow, but nothing follows. Drag from its outlet to add a step.`;
  }
  if (definition.ports.outFrom !== undefined) {
    return `The outlet “${label}” of “${node.name}” leads nowhere, so the run ends there.`;
  }
  return definition.waits
    ? `Nothing follows “${label}” of “${node.name}”, so the run ends there.`
    : null;
}
