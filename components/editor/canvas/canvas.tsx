"use client";
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeTypes,
  MiniMap,
  type NodeTypes,
  ReactFlow,
} from "@xyflow/react";
import { lazy, Suspense } from "react";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditor } from "../store/editor-context.tsx";
import { useEditorUi } from "../store/editor-ui.ts";
import { CanvasControls } from "./canvas-controls.tsx";
import type { CanvasNode } from "./canvas-elements.ts";
import { categoryLook } from "./category-look.ts";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { FlowEdge } from "./flow-edge.tsx";
import { NodeCard } from "./node-card.tsx";
import { NoteCard } from "./note-card.tsx";
import { useCanvasElements } from "./use-canvas-elements.ts";
import { useCanvasMenu } from "./use-canvas-menu.ts";
import { useCanvasView } from "./use-canvas-view.ts";
import { useCentring } from "./use-centring.ts";
import { useConnecting } from "./use-connecting.ts";
import { useFollowRun } from "./use-follow-run.ts";
import { useNodeFocus } from "./use-node-focus.ts";
import { usePaletteDrop } from "./use-palette-drop.ts";
import { usePlainClick } from "./use-plain-click.ts";
import { useSelectedInSight } from "./use-selected-in-sight.ts";

const CanvasMenu = lazy(async () => ({
  default: (await import("./canvas-menu.tsx")).CanvasMenu,
}));

const nodeTypes: NodeTypes = { card: NodeCard, note: NoteCard };
const edgeTypes: EdgeTypes = { flow: FlowEdge };
const snapGrid: [number, number] = [8, 8];
const touchPan = [0, 1, 2];

/** The flow as a picture to work on. */
export function Canvas({ compact }: { compact: boolean }) {
  const canEdit = useEditor((state) => state.canEdit) && !compact;
  // Below a panel there is no room for an overview, and of nothing there is none.
  const hasOverview =
    useEditor(({ bottomPanel, document }) => bottomPanel === "none" && document.nodes.length > 0) &&
    !compact;
  const flowName = useEditor((state) => state.flowName);
  const { nodes, edges, ...elementHandlers } = useCanvasElements();
  const connecting = useConnecting();
  const drop = usePaletteDrop();
  const onContextMenu = useCanvasMenu();
  const menu = useEditorUi((ui) => ui.menu);
  const onFocus = useNodeFocus();
  const onNodeClick = usePlainClick();
  useCanvasView();
  useSelectedInSight(compact);
  useCentring();
  const { onMoveStart } = useFollowRun();
  return (
    <section
      className="relative size-full"
      aria-label="Canvas"
      {...(canEdit ? { ...drop, onContextMenu } : {})}
    >
      <ReactFlow
        aria-label={`Flow ${flowName}`}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...elementHandlers}
        {...(canEdit ? connecting : {})}
        nodesDraggable={canEdit}
        nodesConnectable={canEdit}
        edgesReconnectable={canEdit}
        edgesFocusable={false}
        onFocus={onFocus}
        onNodeClick={onNodeClick}
        onMoveStart={onMoveStart}
        connectOnClick={false}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.15}
        maxZoom={2}
        panOnScroll={!compact}
        panOnDrag={compact ? true : touchPan}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={["Control", "Meta"]}
        deleteKeyCode={null}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        elevateNodesOnSelect={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
        {hasOverview && (
          <MiniMap
            pannable
            zoomable
            ariaLabel="Overview of the flow"
            nodeColor={minimapColor}
            nodeBorderRadius={24}
            style={{ width: 168, height: 112 }}
          />
        )}
        <CanvasControls />
      </ReactFlow>
      <EmptyCanvas canEdit={canEdit} />
      {menu && (
        <Suspense fallback={null}>
          <CanvasMenu key={`${menu.screen.x}/${menu.screen.y}`} at={menu} />
        </Suspense>
      )}
    </section>
  );
}

function minimapColor(node: CanvasNode): string {
  if (node.type === "note") return "var(--line)";
  const definition = definitionOf(node.data.node.type);
  return definition ? categoryLook[definition.category].color : "var(--line-strong)";
}
