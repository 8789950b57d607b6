import assert from "node:assert/strict";
import { test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { saved, testEditor } from "./test-editor.ts";

const newer = {
  document: flowOf({ nodes: [{ ...nodeOf("a"), name: "Theirs" }] }),
  revision: 7,
  savedAt: "2026-03-02T09:40:00.000Z",
  savedBy: "Edda",
  byAsker: false,
  hooks: [],
};

test("what somebody else saved is shown at once when nothing here is unsaved", async () => {
  const { store, saves, actions } = testEditor(() => saved(8));
  actions.select({ nodeIds: ["a", "b"] });
  actions.learn(newer);
  const state = store.getState();
  assert.equal(state.document, newer.document);
  assert.deepEqual(state.save, { kind: "saved", at: newer.savedAt, from: "Edda" });
  assert.deepEqual(state.selection.nodeIds, ["a"], "what is still there stays selected");
  actions.renameNode("a", "Mine");
  await actions.flush();
  assert.equal(saves[0]?.baseRevision, 7, "and the next edit builds on it");
});

test("undo takes back nothing that somebody else did", async () => {
  const { store, saves, actions } = testEditor((_input, count) => saved(count + 1));
  actions.renameNode("a", "Mine");
  await actions.flush();
  actions.learn(newer);
  assert.equal(store.getState().canUndo, false);
  actions.undo();
  assert.equal(store.getState().document, newer.document);
  assert.equal(saves.length, 1);
});

test("with unsaved edits it is a conflict, and nothing of mine is replaced", async () => {
  const { store, actions } = testEditor(() => ({
    ok: true,
    value: { saved: false, theirs: newer },
  }));
  actions.renameNode("a", "Mine");
  actions.learn(newer);
  assert.equal(store.getState().document.nodes[0]?.name, "Mine");
  await actions.flush();
  const { save } = store.getState();
  assert.equal(save.kind === "conflict" && save.revision, 7);
  actions.learn({ ...newer, revision: 9 });
  const { save: later } = store.getState();
  assert.equal(later.kind === "conflict" && later.revision, 9, "the choice is about the newest");
});

test("what is known already changes nothing", () => {
  const { store, actions } = testEditor(() => saved(2));
  const { document } = store.getState();
  actions.learn({ ...newer, revision: 1 });
  assert.equal(store.getState().document, document);
});

test("what somebody published or took off the air is known here", async () => {
  const { store, actions } = testEditor((_input, count) => saved(count + 1));
  const version = { id: "v1", number: 1, publishedAt: newer.savedAt, documentHash: "hash" };
  const isLive = () => {
    const { document, liveVersion, publishedDocument } = store.getState();
    return liveVersion !== null && document === publishedDocument;
  };
  actions.learnLive({ version, revision: 1, isDraft: true });
  assert.equal(isLive(), true, "published as it is here");
  actions.renameNode("a", "Mine");
  actions.learnLive({ version, revision: 1, isDraft: true });
  assert.equal(isLive(), false, "edited here since");
  actions.undo();
  assert.equal(isLive(), true);
  await actions.flush();
  actions.learn(newer);
  actions.learnLive({ version: { ...version, id: "v2", number: 2 }, revision: 7, isDraft: true });
  assert.equal(isLive(), true, "saved and published by somebody else");
  actions.learnLive({ version: { ...version, id: "v3", number: 3 }, revision: 8, isDraft: true });
  assert.equal(store.getState().liveVersion?.number, 3);
  assert.equal(isLive(), false, "published from a draft that is not known here yet");
  actions.learnLive({ version: null, revision: 8, isDraft: false });
  assert.equal(store.getState().liveVersion, null);
});
