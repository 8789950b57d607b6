import type { FlowAccessActions } from "#components/flows/flow-access-actions.ts";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type {
  FlowDocument,
  FlowEdge,
  FlowNode,
  FlowNote,
  FlowSettings,
  FlowVariable,
  PinnedOutput,
} from "#lib/flow/document.ts";
import type { LeftOutEdge } from "#lib/flow/edits/paste.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Problem } from "#lib/flow/problem.ts";
import type { LiveState, NewerDraft } from "#lib/flow-store/contract.ts";
import type { RunView, StepView } from "#lib/runs/events.ts";
import type { CurrentOperation } from "#lib/systems/contract.ts";

export type Selection = { nodeIds: string[]; edgeIds: string[]; noteIds: string[] };

export type SaveState =
  /** `from` is set when the newest is not from this page: who saved it, "" for the same person. */
  | { kind: "saved"; at: string; from?: string }
  | { kind: "dirty" }
  | { kind: "saving" }
  /** `next`: what to do; `step`: for which the server refuses the whole, new or saved before. */
  | { kind: "failed"; message: string; next?: string; step?: { id: string; isNew: boolean } }
  | { kind: "conflict"; theirs: FlowDocument; revision: number; savedBy: string; savedAt: string };

/** What the canvas and the panels show of the run being watched; null when none is. */
export type RunOverlay = { run: RunView; steps: StepView[] };

/** The panel below the canvas. */
export type BottomPanel = "none" | "run" | "chat" | "problems";

/** `edit` is the editor; `run` shows a past run on the document as it was, read-only. */
export type EditorMode = "edit" | "run";

export type EditorState = {
  flowId: string;
  flowName: string;
  mode: EditorMode;
  /** False for viewers and in run mode: nothing can be changed. */
  canEdit: boolean;
  /** A past run that may be started again by whoever looks at it. */
  mayRepeat: boolean;
  document: FlowDocument;
  revision: number;
  save: SaveState;
  liveVersion: { id: string; number: number; publishedAt: string; documentHash: string } | null;
  /** The document that is live, for telling whether the draft differs; null when the draft already did on opening. */
  publishedDocument: FlowDocument | null;
  hooks: { nodeId: string; hookId: string }[];
  slug: string;
  problems: Problem[];
  /** False until the flow was looked through for the first time: `problems` says nothing before. */
  problemsChecked: boolean;
  selection: Selection;
  /** The single selected node, shown by the inspector; null when none or several are selected. */
  inspectedNodeId: string | null;
  inspectorTab: "setup" | "settings" | "data";
  /** The field to scroll to and focus, set by the problems panel. */
  focusedField: string | null;
  bottomPanel: BottomPanel;
  overlay: RunOverlay | null;
  /** Outputs to offer in the variable picker: the newest test run's, by node id. */
  latestSteps: { [nodeId: string]: StepView };
  canUndo: boolean;
  canRedo: boolean;
  /** The workspace's connections, for the linter and the pickers. */
  connections: ConnectionChoice[];
  workspace: WorkspaceChoices;
  /** What the canvas is asked to bring into view; a new object for each request. */
  centred: { nodeIds: string[] } | null;
};

/** What the workspace gives to its flows. */
export type WorkspaceChoices = {
  /** For new steps; "" for the author's own. */
  timeZone: string;
  /** Secret ones have no value here. */
  variables: readonly { name: string; secret: boolean; value: string | null }[];
  /** The operations that the flow's steps held a copy of when it was opened, as they are described now. */
  operations: readonly CurrentOperation[];
};

/** What an editor may know of a connection. */
export type ConnectionChoice = Pick<
  ConnectionSummary,
  "id" | "kind" | "name" | "limits" | "settings"
>;

/** Every edit is one undo step unless `coalesce` names a group that is still being typed into. */
export type EditOptions = { coalesce?: string };

export type EditorActions = {
  addNode(
    type: string,
    options?: {
      /** Exactly there. */
      position?: { x: number; y: number };
      /** In free space, as close to this as possible. */
      near?: { x: number; y: number };
      afterPort?: { nodeId: string; port: string };
      onEdge?: string;
      /** Settings to begin with, besides the usual ones. */
      config?: JsonObject;
      connectionId?: string;
    },
  ): string;
  updateNode(
    nodeId: string,
    patch: Partial<Omit<FlowNode, "id" | "type" | "key" | "name">>,
    options?: EditOptions,
  ): void;
  setConfig(nodeId: string, key: string, value: Json, options?: EditOptions): void;
  /** Renames and rewrites the references in other nodes' templates. */
  renameNode(nodeId: string, name: string): void;
  moveNodes(positions: { [id: string]: { x: number; y: number } }): void;
  connect(edge: Omit<FlowEdge, "id">): void;
  /** Puts one end of an edge elsewhere. */
  reconnect(edgeId: string, edge: Omit<FlowEdge, "id">): void;
  removeElements(selection: Partial<Selection>): void;
  duplicateSelection(): void;
  copySelection(): string;
  /** The lines that were left out; null when the text is no part of a flow. */
  paste(text: string, at?: { x: number; y: number }): LeftOutEdge[] | null;
  setDisabled(nodeIds: string[], disabled: boolean): void;
  pinOutput(nodeId: string, pinned: PinnedOutput | null): void;
  addNote(position: { x: number; y: number }): string;
  updateNote(noteId: string, patch: Partial<Omit<FlowNote, "id">>, options?: EditOptions): void;
  setVariables(variables: FlowVariable[]): void;
  setSettings(settings: FlowSettings, options?: EditOptions): void;
  tidyUp(): Promise<void>;
  applyFix(problem: Problem): void;
  undo(): void;
  redo(): void;
  select(selection: Partial<Selection>): void;
  /** Selects the node, opens the inspector and centres it. */
  reveal(nodeId: string, field?: string): void;
  /** Brings nodes into view; all of them when none are named. */
  centre(nodeIds?: string[]): void;
  setInspectorTab(tab: EditorState["inspectorTab"]): void;
  setBottomPanel(panel: BottomPanel): void;
  /** Saves now; resolves when the server has the document (or a conflict is shown). */
  flush(): Promise<boolean>;
  /** Mine becomes the draft; theirs is set aside. */
  keepMine(): Promise<void>;
  /** Theirs is shown; mine is set aside. When that fails nothing changes, and the error is given. */
  takeTheirs(): Promise<ActionResult<null>>;
  /** Makes a step what it was when the flow was last saved, as one undo step; all else stays. */
  putBack(nodeId: string): void;
  /** Makes an earlier version the current document, as one undo step. */
  restore(document: FlowDocument): void;
  /**
   * Somebody saved a newer draft. Without edits of one's own it is shown at once, and there is no
   * undoing it: it is not one's own; with edits that are not saved yet it ends in a conflict.
   */
  learn(newer: NewerDraft): void;
  /** What is live by now: somebody may have published, or taken the flow off the air. */
  learnLive(live: LiveState): void;
  setOverlay(overlay: RunOverlay | null): void;
  /** Shows what happened in a run, all of it in one change. */
  applyRunEvents(events: readonly import("#lib/runs/events.ts").RunEvent[]): void;
  setLatestSteps(steps: StepView[]): void;
  setPublished(version: EditorState["liveVersion"]): void;
  rename(name: string): void;
  setSlug(slug: string): void;
  setConnections(connections: ConnectionChoice[]): void;
  setWorkspaceVariables(variables: WorkspaceChoices["variables"]): void;
};

export type EditorStore = EditorState & { actions: EditorActions };

/** Values for a run that begins in the middle; they go before what an earlier run left. */
export type GivenValues = {
  trigger?: Json;
  /** Outputs by node key. */
  nodes: { [key: string]: Json };
  vars: { [name: string]: Json };
};

/** The server's side of the editor, handed in by the page as server actions. */
export type EditorServer = {
  saveDraft(input: {
    flowId: string;
    baseRevision: number;
    document: FlowDocument;
    /** Keeps the draft that is replaced, as one that was set aside. */
    setAside?: boolean;
  }): Promise<ActionResult<import("#lib/flow-store/contract.ts").SaveOutcome>>;
  /** Keeps edits that give way to somebody else's draft. */
  setAside(input: { flowId: string; document: FlowDocument }): Promise<ActionResult<null>>;
  startTest(input: {
    flowId: string;
    triggerNodeId?: string;
    /** JSON; the server checks that it is. */
    payload?: unknown;
    /** Begin at a step, with what the steps before it left in a run, if there is one. */
    from?: {
      runId?: string;
      nodeId: string;
      onlyThisStep: boolean;
      /** One of the actions that the step's definition offers, in place of its usual work. */
      action?: string;
      given?: GivenValues;
    };
  }): Promise<ActionResult<{ runId: string }>>;
  cancelRun(input: { runId: string }): Promise<ActionResult<null>>;
  /** Starts a past run again, with the same input. */
  rerun(input: { runId: string }): Promise<ActionResult<{ runId: string }>>;
  publish(input: {
    flowId: string;
    note?: string;
  }): Promise<ActionResult<import("#lib/flow-store/contract.ts").PublishOutcome>>;
  unpublish(input: { flowId: string }): Promise<ActionResult<null>>;
  renameFlow(input: { flowId: string; name: string }): Promise<ActionResult<null>>;
  setSlug(input: { flowId: string; slug: string }): Promise<ActionResult<null>>;
  /** There for those who may manage connections. */
  createConnection?(input: {
    name: string;
    kind: string;
    values: { [key: string]: string };
  }): Promise<ActionResult<ConnectionSummary>>;
  flowAccess: FlowAccessActions["flowAccess"];
  setFlowGrants: FlowAccessActions["setFlowGrants"];
  openPreview(input: {
    flowId: string;
  }): Promise<ActionResult<{ conversationId: string; token: string }>>;
  /** A template's steps, set up, as the text that is pasted. */
  fillSteps(input: {
    id: string;
    values: import("#lib/templates/template.ts").TemplateValues;
  }): Promise<ActionResult<{ clip: string }>>;
  saveTemplate(
    input: import("#lib/templates/contract.ts").SaveTemplate,
  ): Promise<ActionResult<import("#lib/templates/contract.ts").SavedTemplate>>;
};

export type { JsonObject };
