import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { saved, testEditor } from "./test-editor.ts";

/** Lets everything that is already decided happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function fakeTime(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  return async (ms: number) => {
    t.mock.timers.tick(ms);
    await settle();
  };
}

const theirs = {
  document: flowOf({ nodes: [nodeOf("z")] }),
  revision: 7,
  savedAt: "2026-03-02T09:40:00.000Z",
  savedBy: "Grace",
};

test("edits are saved a moment later, in one go", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, actions } = testEditor((_input, count) => saved(count + 1));
  actions.renameNode("a", "One");
  await pass(500);
  actions.renameNode("a", "Two");
  await pass(500);
  assert.equal(saves.length, 0, "it waits for quiet");
  assert.equal(store.getState().save.kind, "dirty");
  await pass(400);
  assert.equal(saves.length, 1);
  assert.deepEqual([saves[0]?.baseRevision, saves[0]?.document.nodes[0]?.name], [1, "Two"]);
  assert.equal(store.getState().save.kind, "saved");
  assert.equal(store.getState().revision, 2);
});

test("what changes during a save is saved after it, never beside it", async (t) => {
  const pass = fakeTime(t);
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { store, saves, actions } = testEditor(async (_input, count) => {
    if (count === 1) await gate;
    return saved(count + 1);
  });
  actions.renameNode("a", "One");
  await pass(900);
  actions.renameNode("a", "Two");
  await pass(5_000);
  assert.equal(saves.length, 1);
  release();
  await settle();
  assert.equal(store.getState().save.kind, "dirty");
  await pass(900);
  assert.deepEqual(
    saves.map(({ baseRevision }) => baseRevision),
    [1, 2],
  );
  assert.equal(saves[1]?.document.nodes[0]?.name, "Two");
});

test("a stale save shows both versions and overwrites nothing", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, actions } = testEditor((_input, count) =>
    count === 1 ? { ok: true, value: { saved: false, theirs } } : saved(8),
  );
  actions.renameNode("a", "Mine");
  await pass(900);
  const { save } = store.getState();
  assert.equal(save.kind, "conflict");
  assert.equal(save.kind === "conflict" && save.savedBy, "Grace");
  actions.renameNode("a", "Mine again");
  await pass(60_000);
  assert.equal(saves.length, 1, "nothing is sent until somebody chose");
  assert.equal(await actions.flush(), false);
  await actions.keepMine();
  assert.deepEqual([saves[1]?.baseRevision, saves[1]?.document.nodes[0]?.name], [7, "Mine again"]);
  assert.equal(saves[1]?.setAside, true, "theirs is set aside");
  actions.renameNode("a", "Later");
  await actions.flush();
  assert.equal(saves[2]?.setAside, undefined, "once");
  assert.equal(store.getState().save.kind, "saved");
});

test("taking the other version can be undone", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, asides, actions } = testEditor((_input, count) =>
    count === 1 ? { ok: true, value: { saved: false, theirs } } : saved(8),
  );
  actions.renameNode("a", "Mine");
  await pass(900);
  await actions.takeTheirs();
  assert.equal(asides[0]?.document.nodes[0]?.name, "Mine", "mine is set aside");
  assert.equal(store.getState().document, theirs.document);
  assert.equal(store.getState().save.kind, "saved");
  actions.undo();
  await pass(900);
  assert.deepEqual([saves[1]?.baseRevision, saves[1]?.document.nodes[0]?.name], [7, "Mine"]);
});

test("an answer that got lost is no conflict with oneself", async (t) => {
  const pass = fakeTime(t);
  const { store, actions } = testEditor((input, count) => {
    if (count === 1) throw new Error("the line broke");
    return {
      ok: true,
      value: { saved: false, theirs: { ...theirs, document: input.document, revision: 2 } },
    };
  });
  actions.renameNode("a", "Mine");
  await pass(900);
  assert.equal(store.getState().save.kind, "failed");
  await pass(2_100);
  assert.equal(store.getState().save.kind, "saved");
  assert.equal(store.getState().revision, 2);
});

test("a refused save says why and is not repeated by itself", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, actions } = testEditor(() => ({
    ok: false,
    error: { code: "not_permitted", message: "Your role does not allow this." },
  }));
  actions.renameNode("a", "Mine");
  await pass(60_000);
  assert.equal(saves.length, 1);
  assert.deepEqual(store.getState().save, {
    kind: "failed",
    message: "Your role does not allow this.",
  });
});

test("a step that the server refuses is put back, and everything else is saved", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, actions } = testEditor(({ document }) => {
    const { config } = document.nodes.find(({ id }) => id === "b") ?? {};
    return config?.url === "https://elsewhere.example.com"
      ? {
          ok: false,
          error: {
            ...{ code: "connection_not_allowed", message: "It was changed.", next: "Ask." },
            issues: [{ path: "nodes.b", message: "It was changed." }],
          },
        }
      : saved(2);
  });
  const before = store.getState().document.nodes.find(({ id }) => id === "b");
  actions.setConfig("b", "url", "https://elsewhere.example.com");
  actions.renameNode("a", "Mine");
  await pass(900);
  assert.deepEqual(store.getState().save, {
    ...{ kind: "failed", message: "It was changed.", next: "Ask." },
    step: { id: "b", isNew: false },
  });
  actions.putBack("b");
  await pass(900);
  assert.equal(store.getState().save.kind, "saved");
  const { nodes = [] } = saves.at(-1)?.document ?? {};
  assert.equal(nodes.find(({ id }) => id === "a")?.name, "Mine");
  assert.deepEqual(nodes.find(({ id }) => id === "b")?.config, before?.config);
  actions.undo();
  const undone = store.getState().document.nodes.find(({ id }) => id === "b");
  assert.equal(undone?.config.url, "https://elsewhere.example.com");
});

test("saving now also takes what changes while it saves", async () => {
  let edit = () => {};
  const { saves, actions, store } = testEditor((_input, count) => {
    if (count === 1) edit();
    return saved(count + 1);
  });
  edit = () => actions.renameNode("a", "Late");
  actions.renameNode("a", "Early");
  assert.equal(await actions.flush(), true);
  assert.deepEqual(
    saves.map(({ document }) => document.nodes[0]?.name),
    ["Early", "Late"],
  );
  assert.equal(store.getState().save.kind, "saved");
});

test("undoing what was never saved leaves nothing to save", async (t) => {
  const pass = fakeTime(t);
  const { store, saves, actions } = testEditor(() => saved(2));
  actions.renameNode("a", "Mine");
  actions.undo();
  await pass(900);
  assert.equal(saves.length, 0);
  assert.equal(store.getState().save.kind, "saved");
});
