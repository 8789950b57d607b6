import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readClip, takeClip, writeClip } from "../clipboard.ts";
import type { FlowDocument } from "../document.ts";
import { parseDocument } from "../parse-document.ts";
import { flowOf, nodeOf } from "../test-flow.ts";
import { addNode } from "./add-node.ts";
import { connect } from "./connect.ts";
import { duplicate } from "./duplicate.ts";
import { insertOnEdge } from "./insert-on-edge.ts";
import { moveElements } from "./move-elements.ts";
import { paste } from "./paste.ts";
import { removeElements } from "./remove-elements.ts";
import { renameNode } from "./rename-node.ts";
import { setDisabled } from "./set-disabled.ts";

const pair = flowOf({ nodes: [nodeOf("a"), nodeOf("b")], edges: [["a", "done", "b"]] });
const lines = ({ edges }: FlowDocument) =>
  edges.map(({ source, sourcePort, target }) => `${source}/${sourcePort}/${target}`);

test("a new node gets a name and a key of its own", () => {
  const input = { type: "x", version: 1, name: "Größe!", config: {}, position: { x: 0, y: 0 } };
  const first = addNode(pair, input);
  const second = addNode(first.document, input);
  assert.deepEqual([first.node.name, first.node.key], ["Größe!", "gro_e"]);
  assert.deepEqual([second.node.name, second.node.key], ["Größe! 2", "gro_e_2"]);
  parseDocument(second.document);
});

test("connecting twice, or to nothing, changes nothing", () => {
  const edge = { source: "a", sourcePort: "done", target: "b" };
  assert.equal(connect(pair, edge), pair);
  assert.equal(connect(pair, { ...edge, target: "gone" }), pair);
  const both = connect(pair, { ...edge, sourcePort: "failed" });
  assert.deepEqual(lines(both), ["a/done/b", "a/failed/b"]);
});

test("removing a node removes its lines", () => {
  const left = removeElements(pair, { nodeIds: ["b"] });
  assert.deepEqual([left.nodes.length, left.edges.length], [1, 0]);
  assert.equal(removeElements(pair, { nodeIds: ["gone"] }), pair);
});

test("a node put into a line leads on to where the line led", () => {
  const three = { ...pair, nodes: [...pair.nodes, nodeOf("c")] };
  assert.deepEqual(lines(insertOnEdge(three, "e0", "c", "done")), ["a/done/c", "c/done/b"]);
  assert.deepEqual(lines(insertOnEdge(three, "e0", "c", undefined)), ["a/done/c"]);
  assert.equal(insertOnEdge(three, "e0", "a", "done"), three);
});

test("moving to the same place changes nothing", () => {
  assert.equal(moveElements(pair, { a: { x: 0, y: 0 } }), pair);
  assert.deepEqual(moveElements(pair, { a: { x: 8, y: 0 } }).nodes[0]?.position, { x: 8, y: 0 });
  assert.equal(setDisabled(pair, ["a"], false), pair);
});

test("a renamed node is renamed in the templates that use it", () => {
  const user = nodeOf("b", "x", { text: "{{ nodes.a.value }} a", list: [{ deep: "{{nodes.a}}" }] });
  const renamed = renameNode(flowOf({ nodes: [nodeOf("a"), user] }), "a", "Ask city");
  assert.equal(renamed.nodes[0]?.key, "ask_city");
  assert.deepEqual(renamed.nodes[1]?.config, {
    text: "{{ nodes.ask_city.value }} a",
    list: [{ deep: "{{nodes.ask_city}}" }],
  });
  assert.equal(renameNode(pair, "a", "  "), pair);
});

test("pasted nodes refer to each other, not to those they were copied from", () => {
  const user = nodeOf("b", "x", { text: "{{ nodes.a.v }} {{ nodes.other.v }}" });
  const source = flowOf({ nodes: [nodeOf("a"), user], edges: [["a", "done", "b"]] });
  const copied = duplicate(source, { nodeIds: ["a", "b"], noteIds: [] });
  const [, , a, b] = copied.document.nodes;
  assert.deepEqual(b?.config, { text: `{{ nodes.${a?.key}.v }} {{ nodes.other.v }}` });
  assert.equal(copied.document.edges[1]?.source, a?.id);
  parseDocument(copied.document);
});

test("keys that shift by one on pasting don't run together", () => {
  const clip = takeClip(
    flowOf({
      nodes: [
        nodeOf("n"),
        { ...nodeOf("n_2"), config: { t: "{{ nodes.n.x }} {{ nodes.n_2.x }}" } },
      ],
    }),
    { nodeIds: ["n", "n_2"], noteIds: [] },
  );
  const target = flowOf({ nodes: [{ ...nodeOf("n"), id: "z" }] });
  const { document } = paste(target, clip, { x: 0, y: 0 });
  const [, first, second] = document.nodes;
  assert.deepEqual(second?.config, {
    t: `{{ nodes.${first?.key}.x }} {{ nodes.${second?.key}.x }}`,
  });
});

test("a clip goes through text and into another flow with the variables it needs", () => {
  const node = nodeOf("a", "x", { text: "{{ vars.city }}" });
  const source = flowOf({ nodes: [node], variables: ["city", "unused"] });
  const clip = readClip(writeClip(takeClip(source, { nodeIds: ["a"], noteIds: [] })));
  assert.ok(clip);
  const { document } = paste(pair, clip, { x: 80, y: 16 });
  assert.deepEqual(
    document.variables.map(({ name }) => name),
    ["city"],
  );
  assert.deepEqual(document.nodes.at(-1)?.position, { x: 80, y: 16 });
  assert.deepEqual(readClip(JSON.stringify(pair))?.nodes.length, 2, "a whole flow can be pasted");
});

test("text that is not a clip is not one", () => {
  for (const text of ["", "hello", "{", "[]", '{"patchbay":"clip"}', '{"schemaVersion":1}']) {
    assert.equal(readClip(text), null, text);
  }
});

test("whatever the edits, the document stays one that can be read", () => {
  const step = fc.record({ kind: fc.nat(6), a: fc.nat(20), b: fc.nat(20), name: fc.string() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let flow: FlowDocument = pair;
      for (const { kind, a, b, name } of steps) {
        const at = (index: number) => flow.nodes[index % Math.max(1, flow.nodes.length)]?.id ?? "";
        const position = { x: a, y: b };
        if (kind === 0) {
          const input = { type: "t", version: 1, name: name.trim() || "x", config: {}, position };
          flow = addNode(flow, { ...input, name: input.name.slice(0, 80) }).document;
        }
        if (kind === 1) flow = connect(flow, { source: at(a), sourcePort: "done", target: at(b) });
        if (kind === 2) flow = removeElements(flow, { nodeIds: [at(a)] });
        if (kind === 3) flow = renameNode(flow, at(a), name);
        if (kind === 4) flow = duplicate(flow, { nodeIds: [at(a), at(b)], noteIds: [] }).document;
        if (kind === 5) flow = insertOnEdge(flow, flow.edges[a]?.id ?? "", at(b), "done");
        if (kind === 6) flow = moveElements(flow, { [at(a)]: position });
      }
      parseDocument(flow);
    }),
    { numRuns: 200 },
  );
});
