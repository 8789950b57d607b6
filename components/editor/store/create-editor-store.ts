import { createStore, type StoreApi } from "zustand/vanilla";
import type { ActionResult } from "#lib/access/action-result.ts";
import { canonicalJson } from "#lib/flow/canonical.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { putBack } from "#lib/flow/edits/put-back.ts";
import type { FlowDetail } from "#lib/flow-store/contract.ts";
import type { RunView, StepView } from "#lib/runs/events.ts";
import { additions } from "./additions.ts";
import { createAutosave } from "./autosave.ts";
import type {
  ConnectionChoice,
  EditOptions,
  EditorServer,
  EditorState,
  EditorStore,
  SaveState,
  Selection,
  WorkspaceChoices,
} from "./contract.ts";
import { documentActions } from "./document-actions.ts";
import { createHistory } from "./history.ts";
import type { EditKeeper, KeptEdits } from "./kept-edits.ts";
import { liveAfter } from "./live-after.ts";
import { newestOf, rememberSaved } from "./newest-saved.ts";
import { viewActions } from "./view-actions.ts";
import { watchProblems } from "./watch-problems.ts";

export type EditorInput = {
  flow: Pick<
    FlowDetail,
    | "id"
    | "name"
    | "slug"
    | "document"
    | "revision"
    | "liveVersion"
    | "hooks"
    | "updatedAt"
    | "state"
  >;
  server: EditorServer;
  canEdit: boolean;
  connections: ConnectionChoice[];
  /** Default: nothing. */
  workspace?: WorkspaceChoices;
  latestSteps: StepView[];
  /** Set to look at a past run, read-only. */
  run?: { run: RunView; steps: StepView[]; mayRepeat: boolean };
};

/** What the action groups share. */
export type EditorCore = {
  get: () => EditorStore;
  set: (patch: Partial<EditorState>) => void;
  /** Makes a document the current one, as one undo step. False when nothing changed or may change. */
  commit: (next: FlowDocument, options?: EditOptions) => boolean;
  select: (selection: Partial<Selection>) => void;
};

/** A store, and what its owner has to call when it goes. */
export type OpenEditor = {
  store: StoreApi<EditorStore>;
  /** Starts checking for problems; returns what stops it. */
  watch: () => () => void;
  /** Saves what is unsaved. */
  close: () => void;
  /** Keeps unsaved edits in the browser right now. */
  keep: () => void;
  /**
   * The same when the page is about to be left: what is kept then stays although the server takes it,
   * for the page that follows may have read the flow before that. Forgotten if the page stays.
   */
  leave: () => void;
  /**
   * Makes kept edits the current document, as one undo step, and saves them on what they build on, so
   * that somebody else's edits since then end in a conflict. False when the document is the same.
   */
  takeUp: (edits: KeptEdits) => boolean;
};

/** Quiet time after an edit before it is kept in the browser, in ms. */
const keepDelay = 200;
/** A page that is still there after this was not left, in ms. */
const leaveDelay = 5_000;

/**
 * Opens a flow for editing: state, undo, autosave and the linter around one document. `keeper` holds
 * what the server does not have yet.
 */
export function openEditor(given: EditorInput, keeper?: EditKeeper): OpenEditor {
  const input = { ...given, flow: keeper === undefined ? given.flow : newestOf(given.flow) };
  const { flow, server } = input;
  const history = createHistory<FlowDocument>();
  const canEdit = input.canEdit && input.run === undefined;

  const core: EditorCore = {
    get: () => store.getState(),
    set: (patch) => store.setState(patch),
    commit(next, options) {
      const { document } = store.getState();
      if (!canEdit || next === document) return false;
      history.record(document, options?.coalesce, Date.now());
      store.setState({ document: next, canUndo: true, canRedo: false });
      autosave.changed();
      keepSoon();
      return true;
    },
    select: (selection) => store.setState(selectionState(store.getState(), selection)),
  };

  const store = createStore<EditorStore>()(() => ({
    ...initialState(input, canEdit),
    actions: {
      ...documentActions(core),
      ...viewActions(core),
      undo: () => travel("undo"),
      redo: () => travel("redo"),
      flush: () => autosave.flush(),
      async keepMine() {
        const { save } = store.getState();
        if (save.kind !== "conflict") return;
        autosave.replace(save.revision, save.theirs);
        store.setState({ revision: save.revision, save: { kind: "dirty" } });
        await autosave.flush();
      },
      async takeTheirs(): Promise<ActionResult<null>> {
        const answer: ActionResult<null> = await server
          .setAside({ flowId: flow.id, document: store.getState().document })
          .catch(() => unreachable);
        const { save, document } = store.getState();
        if (!answer.ok || save.kind !== "conflict") return answer;
        history.record(document, undefined, Date.now());
        show(save.theirs);
        autosave.rebase(save.revision, save.theirs);
        onState({ kind: "saved", at: save.savedAt });
        store.setState({ revision: save.revision });
        return answer;
      },
      putBack: (nodeId) =>
        void core.commit(
          putBack(store.getState().document, autosave.savedDraft().document, nodeId),
        ),
      restore(document) {
        if (core.commit(document)) core.select({});
      },
      learn(newer) {
        if (!autosave.learn(newer)) return;
        const { document, revision, savedAt, savedBy, byAsker, hooks } = newer;
        history.clear();
        show(document);
        onState({ kind: "saved", at: savedAt, from: byAsker ? "" : savedBy });
        store.setState({ revision, hooks });
        if (keeper !== undefined) rememberSaved(flow.id, { revision, document, at: savedAt });
      },
      learnLive: (live) => store.setState(liveAfter(store.getState(), live, autosave.savedDraft())),
    },
  }));

  let keeping: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(keeping);
    const { document, save } = store.getState();
    if (canEdit && save.kind !== "saved") keeper?.keep({ ...autosave.standing(), document });
  };
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    keep();
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      leaving = undefined;
      if (store.getState().save.kind === "saved") keeper?.forget();
    }, leaveDelay);
  };
  const keepSoon = () => {
    clearTimeout(keeping);
    if (keeper !== undefined) keeping = setTimeout(keep, keepDelay);
  };

  function onState(save: SaveState): void {
    store.setState({ save });
    if (save.kind === "saved") {
      clearTimeout(keeping);
      if (leaving === undefined) keeper?.forget();
    } else if (save.kind === "dirty") keepSoon();
    else keep();
  }

  function show(document: FlowDocument): void {
    store.setState({ document, canUndo: history.canUndo(), canRedo: history.canRedo() });
    core.select({});
  }

  function travel(direction: "undo" | "redo"): void {
    if (!canEdit) return;
    const target = history[direction](store.getState().document);
    if (target === undefined) return;
    const before = store.getState().document;
    show(target);
    core.select(additions(before, target));
    autosave.changed();
    keepSoon();
  }

  const autosave = createAutosave({
    flowId: flow.id,
    revision: flow.revision,
    saved: flow.document,
    savedAt: flow.updatedAt,
    save: server.saveDraft,
    current: () => store.getState().document,
    onState,
    onSaved: ({ revision, hooks, at, document }) => {
      if (keeper !== undefined) rememberSaved(flow.id, { revision, document, at });
      store.setState(hooks.length > 0 ? { revision, hooks } : { revision });
    },
  });

  return {
    store,
    watch: () => (input.run === undefined ? watchProblems(store) : () => {}),
    close: () => {
      keep();
      void autosave.flush();
    },
    keep,
    leave,
    takeUp(edits) {
      const { document } = store.getState();
      if (!canEdit || canonicalJson(edits.document) === canonicalJson(document)) return false;
      history.record(document, undefined, Date.now());
      show(edits.document);
      autosave.takeUp(edits.revision, edits.sent);
      onState({ kind: "dirty" });
      keep();
      return true;
    },
  };
}

const unreachable = {
  ok: false as const,
  error: {
    code: "offline",
    message: "The server cannot be reached, so your version could not be set aside.",
    next: "Nothing is changed. Try again in a moment.",
  },
};

/** A selection without what no longer exists, and what follows from it. */
function selectionState(state: EditorStore, wanted: Partial<Selection>): Partial<EditorState> {
  const { document, selection } = state;
  const keep = (ids: readonly string[], all: readonly { id: string }[]) => {
    const known = new Set(all.map(({ id }) => id));
    return ids.filter((id) => known.has(id));
  };
  const next: Selection = {
    nodeIds: keep(wanted.nodeIds ?? selection.nodeIds, document.nodes),
    edgeIds: keep(wanted.edgeIds ?? selection.edgeIds, document.edges),
    noteIds: keep(wanted.noteIds ?? selection.noteIds, document.notes),
  };
  const [only] = next.nodeIds;
  const inspectedNodeId = next.nodeIds.length === 1 && only !== undefined ? only : null;
  return {
    selection: next,
    inspectedNodeId,
    ...(inspectedNodeId === state.inspectedNodeId ? {} : { focusedField: null }),
  };
}

function initialState(input: EditorInput, canEdit: boolean): EditorState {
  const { flow, run, connections, latestSteps } = input;
  const workspace = input.workspace ?? { timeZone: "", variables: [], operations: [] };
  return {
    flowId: flow.id,
    flowName: flow.name,
    mode: run === undefined ? "edit" : "run",
    canEdit,
    mayRepeat: run?.mayRepeat ?? false,
    document: flow.document,
    revision: flow.revision,
    save: { kind: "saved", at: flow.updatedAt },
    liveVersion: flow.liveVersion,
    publishedDocument: flow.state === "live" ? flow.document : null,
    hooks: flow.hooks,
    slug: flow.slug,
    problems: [],
    problemsChecked: false,
    selection: { nodeIds: [], edgeIds: [], noteIds: [] },
    inspectedNodeId: null,
    inspectorTab: run === undefined ? "setup" : "data",
    focusedField: null,
    bottomPanel: run === undefined ? "none" : "run",
    overlay: run ?? null,
    latestSteps: Object.fromEntries((run?.steps ?? latestSteps).map((step) => [step.nodeId, step])),
    canUndo: false,
    canRedo: false,
    connections,
    workspace,
    centred: null,
  };
}
