import { definitionOf } from "#lib/nodes/catalog.ts";
import { applyRunEvents, withOutputs } from "./apply-run-events.ts";
import type { EditorActions, EditorState } from "./contract.ts";
import type { EditorCore } from "./create-editor-store.ts";

type Names =
  | "select"
  | "reveal"
  | "centre"
  | "setInspectorTab"
  | "setBottomPanel"
  | "setOverlay"
  | "applyRunEvents"
  | "setLatestSteps"
  | "setPublished"
  | "rename"
  | "setSlug"
  | "setConnections"
  | "setWorkspaceVariables";

/** Every action that changes what is shown, and nothing in the document. */
export function viewActions({ get, set, select }: EditorCore): Pick<EditorActions, Names> {
  return {
    select: (selection) => select({ nodeIds: [], edgeIds: [], noteIds: [], ...selection }),
    reveal(nodeId, field) {
      select({ nodeIds: [nodeId], edgeIds: [], noteIds: [] });
      set({
        focusedField: field ?? null,
        centred: { nodeIds: [nodeId] },
        ...(field === undefined ? {} : { inspectorTab: tabOf(get(), nodeId, field) }),
      });
    },
    centre: (nodeIds = []) => set({ centred: { nodeIds } }),
    setInspectorTab: (inspectorTab) => set({ inspectorTab, focusedField: null }),
    setBottomPanel: (bottomPanel) => set({ bottomPanel }),
    setOverlay: (overlay) => set({ overlay }),
    applyRunEvents: (events) => set(applyRunEvents(get(), events)),
    setLatestSteps: (steps) => set({ latestSteps: withOutputs({}, steps) }),
    setPublished: (liveVersion) =>
      set({ liveVersion, publishedDocument: liveVersion === null ? null : get().document }),
    rename: (flowName) => set({ flowName }),
    setSlug: (slug) => set({ slug }),
    setConnections: (connections) => set({ connections }),
    setWorkspaceVariables: (variables) => set({ workspace: { ...get().workspace, variables } }),
  };
}

/** The tab a setting is on; `field` is a path into the settings. */
function tabOf(state: EditorState, nodeId: string, field: string): EditorState["inspectorTab"] {
  const node = state.document.nodes.find(({ id }) => id === nodeId);
  const key = field.split(".")[0] ?? "";
  if (key === "backupConnectionId") return "settings";
  const tab = (node && definitionOf(node.type)?.fields[key]?.tab) ?? "setup";
  return tab === "failure" ? "settings" : tab;
}
