"use client";
import dynamic from "next/dynamic";
import { type KeyboardEvent, useEffect, useMemo } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import type { EditorState } from "../store/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { FlowOverview } from "./flow-overview.tsx";
import { InspectorScope } from "./inspector-scope.tsx";
import { SelectionActions } from "./selection-actions.tsx";
import { SetupTab } from "./setup-tab.tsx";

const DataTab = dynamic(() => import("./data-tab.tsx").then((module) => module.DataTab));
const SettingsTab = dynamic(() =>
  import("./settings-tab.tsx").then((module) => module.SettingsTab),
);

/** The panel beside the canvas: the selected step, several, or the flow as a whole. */
export function Inspector() {
  const actions = useEditorActions();
  const mode = useEditor((state) => state.mode);
  // Who looks at a past run wants to see its data.
  useEffect(() => {
    if (mode === "run") actions.setInspectorTab("data");
  }, [mode, actions]);
  const node = useEditor((state) =>
    state.document.nodes.find((each) => each.id === state.inspectedNodeId),
  );
  const selected = useEditor(
    ({ selection }) =>
      selection.nodeIds.length + selection.edgeIds.length + selection.noteIds.length,
  );

  /** Undo belongs to the flow, wherever the cursor is; only texts not yet taken over keep their own. */
  function onKeyDown(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("[data-own-undo]")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) actions.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) actions.redo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section
      aria-label="Inspector"
      onKeyDownCapture={onKeyDown}
      className="flex h-full min-h-0 flex-col bg-surface"
    >
      {node ? (
        <NodeInspector key={node.id} node={node} />
      ) : selected > 0 ? (
        <SelectionActions />
      ) : (
        <FlowOverview />
      )}
    </section>
  );
}

function NodeInspector({ node }: { node: FlowNode }) {
  const tab = useEditor((state) => state.inspectorTab);
  const actions = useEditorActions();
  const definition = definitionOf(node.type);
  const problems = useEditor((state) => state.problems);
  const open = useMemo(
    () =>
      problems.filter((problem) => problem.nodeId === node.id && problem.severity === "error")
        .length,
    [problems, node.id],
  );
  return (
    <InspectorScope node={node}>
      <header className="flex items-center gap-2.5 px-4 pt-3 pb-2">
        <NodeIcon type={node.type} size="sm" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{node.name}</h2>
          <p className="truncate text-muted text-xs">{definition?.label ?? node.type}</p>
        </div>
        {node.disabled && <Badge>Off</Badge>}
      </header>
      {definition === undefined ? (
        <div className="p-4">
          <Callout tone="bad" title={`This version of Patchbay has no step “${node.type}”.`}>
            It is kept as it is. Update Patchbay, or replace the step.
          </Callout>
        </div>
      ) : (
        <Tabs
          label="About this step"
          className="min-h-0 flex-1"
          panelClassName="p-4"
          value={tab}
          onChange={(next) =>
            actions.setInspectorTab(next as EditorState["inspectorTab"] /* one of the tabs below */)
          }
          tabs={[
            {
              value: "setup",
              label: (
                <span className="flex items-center gap-1.5">
                  Setup
                  {open > 0 && (
                    <span className="flex h-4 min-w-4 items-center justify-center rounded-full bg-bad-soft px-1 text-bad text-xs">
                      {open}
                      <span className="sr-only"> to fix</span>
                    </span>
                  )}
                </span>
              ),
              content: <SetupTab node={node} definition={definition} />,
            },
            {
              value: "settings",
              label: "Settings",
              content: <SettingsTab node={node} definition={definition} />,
            },
            {
              value: "data",
              label: "Data",
              content: <DataTab node={node} definition={definition} />,
            },
          ]}
        />
      )}
    </InspectorScope>
  );
}
