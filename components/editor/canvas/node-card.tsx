"use client";
import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { ShieldCheck } from "lucide-react";
import { memo, useEffect } from "react";
import { cx } from "#components/ui/cx.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Problem } from "#lib/flow/problem.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor } from "../store/editor-context.tsx";
import { useEditorUi } from "../store/editor-ui.ts";
import type { CardNode } from "./canvas-elements.ts";
import { CardName } from "./card-name.tsx";
import { Emphasised } from "./emphasised.tsx";
import { NodeIcon } from "./node-icon.tsx";
import { nodeState } from "./node-state.ts";
import { Outlet } from "./outlet.tsx";
import { runMarks } from "./run-marks.ts";
import { StateChip } from "./state-chip.tsx";

/** A node on the canvas: what it is, what it does in one sentence, how it stands, where it leads. */
export const NodeCard = memo(function NodeCard({
  id,
  data: { node },
  selected,
}: NodeProps<CardNode>) {
  const definition = definitionOf(node.type);
  const ports = definition ? portsOf(definition, node.config, node) : [];
  const portKey = ports.map((port) => port.id).join("/");
  const steps = useEditor((state) => runMarks(state.overlay, state.document).stepsOf.get(id));
  const problems = useEditor((state) => problemsOf(state.problems, id));
  const renaming = useEditorUi((ui) => ui.renamingNodeId === id);
  const refreshHandles = useUpdateNodeInternals();
  // React Flow measures handles once; the outlets follow the node's settings.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the outlets change
  useEffect(() => refreshHandles(id), [id, portKey, refreshHandles]);

  const state = nodeState(node, steps, problems);
  return (
    <div
      data-state={state.kind}
      className={cx(
        "relative w-64 rounded-xl border bg-surface shadow-card transition-shadow duration-100",
        selected
          ? "border-accent ring-2 ring-accent/35"
          : "border-line hover:border-line-strong/60",
        !selected && state.kind === "failed" && "border-bad",
        !selected && state.kind === "running" && "border-accent",
        !selected && state.kind === "waiting" && "border-warn",
        node.disabled && "border-dashed",
      )}
    >
      <StateChip state={state} />
      {definition?.ports.in !== false && (
        <Handle type="target" position={Position.Left} className="inlet" style={{ top: 34 }} />
      )}
      <div className={cx("flex gap-2.5 px-3 pt-3 pb-2", node.disabled && "opacity-60")}>
        <NodeIcon type={node.type} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1.5">
            <div className="min-w-0 flex-1">
              <CardName nodeId={id} name={node.name} renaming={renaming} />
            </div>
            {hasBackup(node, definition) && (
              <span title="Has a backup" className="shrink-0 text-muted">
                <ShieldCheck aria-hidden="true" className="size-3.5" />
                <span className="sr-only">Has a backup</span>
              </span>
            )}
          </div>
          <p className="line-clamp-2 break-words text-muted text-xs">
            {definition ? (
              <Emphasised text={definition.describe(node.config)} />
            ) : (
              `Unknown node “${node.type}”`
            )}
          </p>
        </div>
      </div>
      {ports.length > 0 && (
        <ul className="border-line border-t py-1" aria-label="Outlets">
          {ports.map((port) => (
            <Outlet key={port.id} nodeId={id} port={port} />
          ))}
        </ul>
      )}
    </div>
  );
});

/** Whether the step can go on elsewhere when the other side does not answer. */
function hasBackup(node: FlowNode, definition: NodeDefinition | undefined): boolean {
  if (definition === undefined) return false;
  if (definition.connection !== undefined && node.backupConnectionId !== null) return true;
  return definition.backup?.(node.config) !== undefined;
}

const none: readonly Problem[] = [];
const grouped = new WeakMap<readonly Problem[], Map<string | null, Problem[]>>();

/** A node's problems; the same array for the same problems, so that cards rest. */
function problemsOf(problems: readonly Problem[], nodeId: string): readonly Problem[] {
  let byNode = grouped.get(problems);
  if (byNode === undefined) {
    byNode = Map.groupBy(problems, (problem) => problem.nodeId);
    grouped.set(problems, byNode);
  }
  return byNode.get(nodeId) ?? none;
}
