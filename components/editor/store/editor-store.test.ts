import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { saved, testEditor } from "./test-editor.ts";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function editor(document = flowOf({ nodes: [nodeOf("a"), nodeOf("b")] })) {
  const made = testEditor((_input, count) => saved(count + 1), document);
  open.push(made.close);
  return made;
}

const start = nodeOf("start", "chat-trigger", definitionOf("chat-trigger")?.defaults);

test("every edit can be undone and redone", () => {
  const { store, actions } = editor();
  const before = store.getState().document;
  const id = actions.addNode("send-message");
  actions.setConfig(id, "text", "Hello");
  actions.renameNode(id, "Greeting");
  const after = store.getState().document;
  assert.equal(after.nodes[2]?.key, "greeting");
  for (let step = 0; step < 3; step++) actions.undo();
  assert.equal(store.getState().document, before);
  assert.equal(store.getState().canUndo, false);
  for (let step = 0; step < 3; step++) actions.redo();
  assert.equal(store.getState().document, after);
});

test("typing into one field is one step", () => {
  const { store, actions } = editor();
  for (const text of ["H", "He", "Hel"]) {
    actions.setConfig("a", "text", text, { coalesce: "a.text" });
  }
  actions.setConfig("b", "text", "x", { coalesce: "b.text" });
  actions.undo();
  assert.equal(store.getState().document.nodes[0]?.config.text, "Hel");
  actions.undo();
  assert.equal(store.getState().document.nodes[0]?.config.text, undefined);
});

test("a node added after an outlet is connected to it; a trigger never is", () => {
  const { store, actions } = editor(flowOf({ nodes: [start] }));
  const afterPort = { nodeId: "start", port: "done" };
  const id = actions.addNode("send-message", { afterPort });
  assert.deepEqual(
    store
      .getState()
      .document.edges.map(({ source, sourcePort, target }) => [source, sourcePort, target]),
    [["start", "done", id]],
  );
  assert.equal(store.getState().inspectedNodeId, id, "it is selected");
  actions.addNode("manual-trigger", { afterPort });
  assert.equal(store.getState().document.edges.length, 1);
  actions.connect({ source: id, sourcePort: "done", target: "start" });
  assert.equal(store.getState().document.edges.length, 1, "nothing leads to a trigger");
});

test("a node put into a line makes room for itself", () => {
  const say = { ...nodeOf("say", "send-message"), position: { x: 336, y: 0 } };
  const { store, actions } = editor(
    flowOf({ nodes: [start, say], edges: [["start", "done", "say"]] }),
  );
  const id = actions.addNode("ask-question", { onEdge: "e0" });
  const { nodes, edges } = store.getState().document;
  assert.deepEqual(
    edges.map(({ source, target }) => [source, target]),
    [
      ["start", id],
      [id, "say"],
    ],
  );
  const [first, last, middle] = nodes.map(({ position }) => position.x);
  assert.ok((first ?? 0) < (middle ?? 0) && (middle ?? 0) < (last ?? 0));
  actions.undo();
  assert.equal(store.getState().document.edges.length, 1, "all of it is one step");
});

test("removing a branch removes the line from its outlet", () => {
  const branch = nodeOf("if", "condition", definitionOf("condition")?.defaults);
  const { store, actions } = editor(
    flowOf({
      nodes: [branch, nodeOf("b")],
      edges: [
        ["if", "yes", "b"],
        ["if", "otherwise", "b"],
      ],
    }),
  );
  actions.setConfig("if", "branches", []);
  assert.deepEqual(
    store.getState().document.edges.map(({ sourcePort }) => sourcePort),
    ["otherwise"],
  );
});

test("copying and pasting goes through text and selects what came", () => {
  const { store, actions } = editor();
  assert.equal(actions.copySelection(), "", "nothing is selected");
  actions.select({ nodeIds: ["a", "b"] });
  assert.equal(store.getState().inspectedNodeId, null, "two are selected");
  assert.deepEqual(actions.paste(actions.copySelection()), []);
  const { document, selection } = store.getState();
  assert.equal(document.nodes.length, 4);
  assert.deepEqual(
    selection.nodeIds,
    document.nodes.slice(2).map(({ id }) => id),
  );
  assert.equal(actions.paste("not a clip"), null);
});

test("lines that cannot be pasted are left out, and told", () => {
  const { store, actions } = editor(flowOf({ nodes: [] }));
  const say = nodeOf("say", "send-message");
  const text = JSON.stringify({
    ...flowOf({
      nodes: [start, say, nodeOf("later", "from-the-future")],
      edges: [
        ["start", "done", "say"],
        ["say", "maybe", "later"],
        ["say", "done", "start"],
        ["say", "done", "gone"],
        ["later", "whatever", "say"],
      ],
    }),
  });
  assert.deepEqual(actions.paste(text), [
    { missing: "port", from: "say", port: "maybe" },
    { missing: "port", from: "say", port: "done" },
    { missing: "node", from: "say", port: "done" },
  ]);
  const ports = store.getState().document.edges.map(({ sourcePort }) => sourcePort);
  assert.deepEqual(ports, ["done", "whatever"]);
});

test("a selection forgets what is removed", () => {
  const { store, actions } = editor();
  actions.select({ nodeIds: ["a"] });
  actions.removeElements({ nodeIds: ["a"] });
  assert.deepEqual(store.getState().selection.nodeIds, []);
  assert.equal(store.getState().inspectedNodeId, null);
});

test("what undoing or redoing brings back is selected", () => {
  const { store, actions } = editor(
    flowOf({ nodes: [nodeOf("a"), nodeOf("b")], edges: [["a", "done", "b"]] }),
  );
  const selection = () => store.getState().selection;
  actions.addNote({ x: 0, y: 0 });
  const noteIds = store.getState().document.notes.map(({ id }) => id);
  actions.removeElements({ nodeIds: ["a", "b"], noteIds });
  actions.undo();
  assert.deepEqual(selection(), { nodeIds: ["a", "b"], edgeIds: [], noteIds });
  actions.removeElements({ edgeIds: ["e0"] });
  actions.undo();
  assert.deepEqual(selection(), { nodeIds: [], edgeIds: ["e0"], noteIds: [] });
  actions.select({ nodeIds: ["b"] });
  actions.setConfig("a", "text", "Hello");
  actions.undo();
  assert.deepEqual(selection().nodeIds, ["b"], "nothing came back: what was selected stays so");
  const added = actions.addNode("send-message");
  actions.undo();
  actions.redo();
  assert.deepEqual(selection().nodeIds, [added]);
});

test("a fix is an edit like any other", () => {
  const { store, actions } = editor();
  actions.applyFix({
    code: "unknown_variable",
    severity: "error",
    message: "",
    nodeId: "a",
    edgeId: null,
    field: null,
    fix: { label: "", kind: "declare-variable", target: "city" },
  });
  assert.deepEqual(
    store.getState().document.variables.map(({ name }) => name),
    ["city"],
  );
  actions.undo();
  assert.deepEqual(store.getState().document.variables, []);
});

test("tidying up leaves no two cards on each other and can be undone", async () => {
  const nodes = ["a", "b", "c", "d"].map((id) => nodeOf(id));
  const edges: [string, string, string][] = [
    ["a", "done", "b"],
    ["a", "done", "c"],
    ["b", "done", "d"],
  ];
  const { store, actions } = editor(flowOf({ nodes, edges }));
  await actions.tidyUp();
  const places = store
    .getState()
    .document.nodes.map(({ position }) => `${position.x}/${position.y}`);
  assert.equal(new Set(places).size, 4);
  actions.undo();
  assert.deepEqual(
    store.getState().document.nodes.map(({ position }) => position.x),
    [0, 0, 0, 0],
  );
});
