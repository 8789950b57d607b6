"use client";
import { Handle, Position } from "@xyflow/react";
import { cx } from "#components/ui/cx.ts";
import type { Port } from "#lib/nodes/contract.ts";
import { useEditor } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";

/** Failures are red, what time brings about is amber; how the rest looks depends on its line. */
const textOf: { [kind in Port["kind"]]?: string } = {
  failed: "text-bad",
  timeout: "text-warn",
  slow: "text-warn",
};
const handleOf: { [kind in Port["kind"]]?: string } = {
  failed: "outlet-failed",
  timeout: "outlet-timed",
  slow: "outlet-timed",
};

/** One way out of a node: drag it to a node or to empty canvas, or click it to add what comes next. */
export function Outlet({ nodeId, port }: { nodeId: string; port: Port }) {
  const canEdit = useEditor((state) => state.canEdit);
  const wired = useEditor((state) =>
    state.document.edges.some((edge) => edge.source === nodeId && edge.sourcePort === port.id),
  );
  return (
    <li className="relative flex h-6 items-center justify-end pr-3.5 pl-3">
      <span
        className={cx(
          "truncate text-xs",
          textOf[port.kind] ?? (wired ? "text-muted" : "text-text"),
        )}
      >
        {port.label}
      </span>
      <Handle
        type="source"
        id={port.id}
        position={Position.Right}
        className={cx("outlet", handleOf[port.kind], !wired && "outlet-free")}
        onClick={(event) => {
          if (!canEdit) return;
          showEditorUi({
            addNext: {
              screen: { x: event.clientX + 12, y: event.clientY - 16 },
              afterPort: { nodeId, port: port.id },
            },
          });
        }}
      />
    </li>
  );
}
