import type { ActionResult } from "#lib/access/action-result.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { SaveOutcome } from "#lib/flow-store/contract.ts";
import type { EditorServer } from "./contract.ts";
import { openEditor } from "./create-editor-store.ts";
import type { EditKeeper } from "./kept-edits.ts";

type Save = Parameters<EditorServer["saveDraft"]>[0];
type Answer = ActionResult<SaveOutcome>;

/** What the page was read with, and what keeps unsaved edits. */
type Opening = { flowId?: string; revision?: number; keeper?: EditKeeper };

/** An open editor for tests, whose server is a function; `saves` and `asides` hold what it was asked. */
export function testEditor(
  answer: (input: Save, count: number) => Promise<Answer> | Answer,
  document: FlowDocument = flowOf({ nodes: [nodeOf("a"), nodeOf("b")] }),
  { flowId = "flow", revision = 1, keeper }: Opening = {},
) {
  const saves: Save[] = [];
  const asides: Parameters<EditorServer["setAside"]>[0][] = [];
  const unused = async () => ({
    ok: false as const,
    error: { code: "internal", message: "not in this test" },
  });
  const server: EditorServer = {
    saveDraft: async (input) => {
      saves.push(input);
      return answer(input, saves.length);
    },
    setAside: async (input) => {
      asides.push(input);
      return { ok: true, value: null };
    },
    startTest: unused,
    cancelRun: unused,
    rerun: unused,
    publish: unused,
    unpublish: unused,
    renameFlow: unused,
    setSlug: unused,
    flowAccess: unused,
    setFlowGrants: unused,
    openPreview: unused,
    fillSteps: unused,
    saveTemplate: unused,
  };
  const flow = {
    id: flowId,
    name: "Flow",
    slug: "flow",
    state: "draft" as const,
    document,
    revision,
    liveVersion: null,
    hooks: [],
    updatedAt: "2026-03-02T09:30:00.000Z",
  };
  const input = { flow, server, canEdit: true, connections: [], latestSteps: [] };
  const { store, close, keep, takeUp } = openEditor(input, keeper);
  return { store, saves, asides, close, keep, takeUp, actions: store.getState().actions };
}

/** A server's answer that took the document. */
export function saved(revision: number): Answer {
  return {
    ok: true,
    value: { saved: true, revision, savedAt: "2026-03-02T09:31:00.000Z", hooks: [] },
  };
}
