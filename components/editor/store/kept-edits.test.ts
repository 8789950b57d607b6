import assert from "node:assert/strict";
import { test } from "node:test";
import type { FlowDocument } from "#lib/flow/document.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { SaveOutcome } from "#lib/flow-store/contract.ts";
import { createEditKeeper } from "./kept-edits.ts";
import { saved, testEditor } from "./test-editor.ts";

type Answer = { ok: true; value: SaveOutcome };
type Save = { baseRevision: number; document: FlowDocument };

let flows = 0;

/** A browser with tabs, and a server that counts revisions. Every flow is a new one. */
function browser() {
  const flowId = `kept-${++flows}`;
  const durable = storage();
  const server = { revision: 1, document: flowOf({ nodes: [nodeOf("a"), nodeOf("b")] }) };
  const take = ({ baseRevision, document }: Save): Answer => {
    if (baseRevision === server.revision) {
      Object.assign(server, { revision: baseRevision + 1, document });
      return saved(server.revision) as Answer;
    }
    const theirs = { savedAt: "2026-03-02T09:40:00.000Z", savedBy: "Grace" };
    return { ok: true, value: { saved: false, theirs: { ...server, ...theirs } } };
  };
  const open = (
    tab = storage(),
    answer: (save: Save) => Promise<Answer> | Answer = take,
    { revision, document } = server,
  ) => {
    const keeper = createEditKeeper(flowId, durable, tab);
    return { keeper, tab, ...testEditor(answer, document, { flowId, revision, keeper }) };
  };
  return { server, take, open, durable };
}

function storage(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    key: (index) => [...held.keys()][index] ?? null,
    clear: () => held.clear(),
    get length() {
      return held.size;
    },
  };
}

function takeUpOwn({ keeper, takeUp }: ReturnType<ReturnType<typeof browser>["open"]>): boolean {
  const edits = keeper.fromThisTab();
  return edits !== null && takeUp(edits);
}

const never = () => new Promise<Answer>(() => {});
const nameOf = (document: FlowDocument | undefined) => document?.nodes[0]?.name;

test("a reload right after typing brings the edits back and saves them", async () => {
  const { server, open } = browser();
  const before = open(storage(), never);
  before.actions.renameNode("a", "Typed");
  before.keep();
  const after = open(before.tab);
  assert.equal(takeUpOwn(after), true);
  assert.equal(nameOf(after.store.getState().document), "Typed");
  assert.equal(await after.actions.flush(), true);
  assert.equal(nameOf(server.document), "Typed");
  assert.equal(open(before.tab).keeper.fromThisTab(), null, "nothing is kept that is saved");
  after.actions.undo();
  assert.equal(nameOf(after.store.getState().document), "a");
});

test("the unload's save landing after the new page was read is no conflict", async () => {
  const { server, take, open } = browser();
  const late: Save[] = [];
  const before = open(storage(), (save) => {
    late.push(save);
    return never();
  });
  before.actions.renameNode("a", "Typed");
  void before.actions.flush();
  const after = open(before.tab);
  takeUpOwn(after);
  const [unload] = late;
  assert.ok(unload);
  take(unload);
  after.actions.renameNode("a", "Typed on");
  assert.equal(await after.actions.flush(), true);
  assert.equal(nameOf(server.document), "Typed on");
  assert.equal(server.revision, 3);
  assert.equal(after.store.getState().save.kind, "saved");
});

test("somebody else's edits since then are a conflict, and neither is lost", async () => {
  const { server, open } = browser();
  const before = open(storage(), never);
  before.actions.renameNode("a", "Mine");
  void before.actions.flush();
  const other = open();
  other.actions.renameNode("a", "Theirs");
  await other.actions.flush();
  const after = open(before.tab);
  takeUpOwn(after);
  assert.equal(await after.actions.flush(), false);
  const { save, document } = after.store.getState();
  assert.equal(save.kind, "conflict");
  assert.equal(nameOf(document), "Mine");
  assert.equal(nameOf(server.document), "Theirs");
  const again = open(before.tab);
  assert.equal(nameOf(again.keeper.fromThisTab()?.document), "Mine", "kept until it is settled");
  await after.actions.takeTheirs();
  assert.equal(open(before.tab).keeper.fromThisTab(), null);
});

test("what a closed tab left is found by another, and a saving tab forgets only its own", async () => {
  const { open } = browser();
  const closed = open(storage(), never);
  closed.actions.renameNode("a", "Left behind");
  closed.keep();
  const other = open();
  other.actions.renameNode("b", "Elsewhere");
  await other.actions.flush();
  const found = other.keeper.fromElsewhere();
  assert.equal(nameOf(found?.edits.document), "Left behind");
  found?.remove();
  assert.equal(other.keeper.fromElsewhere(), null);
});

test("going back to a page that was fetched before the last save shows what was saved", async () => {
  const { server, take, open } = browser();
  const fetched = { ...server };
  const first = open();
  first.actions.renameNode("a", "Saved");
  assert.equal(await first.actions.flush(), true);
  const back = open(first.tab, take, fetched);
  assert.equal(nameOf(back.store.getState().document), "Saved");
  back.actions.renameNode("a", "Edited on");
  assert.equal(await back.actions.flush(), true);
  assert.equal(nameOf(server.document), "Edited on");
});

test("a browser without room or with damaged entries keeps nothing and breaks nothing", () => {
  const { durable, open } = browser();
  const full = { ...durable, setItem: () => assert.fail("full") };
  const keeper = createEditKeeper("full", full as Storage, storage());
  assert.equal(keeper.keep({ revision: 1, document: flowOf({ nodes: [] }), sent: [] }), false);
  const { keep, actions, tab, keeper: own } = open(storage(), never);
  actions.renameNode("a", "Typed");
  keep();
  durable.setItem(durable.key(0) ?? "", '{"document":');
  assert.equal(own.fromThisTab(), null);
  assert.equal(open(tab).keeper.fromThisTab(), null);
});
