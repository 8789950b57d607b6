import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { FlowDocument, FlowNode } from "./document.ts";
import type { JsonObject } from "./json.ts";
import { lint } from "./lint.ts";
import { loopBranches } from "./loop-branches.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

function node(id: string, type: string, config: JsonObject = {}): FlowNode {
  return nodeOf(id, type, { ...definitionOf(type)?.defaults, ...config });
}

const start = node("start", "manual-trigger");
const each = (id: string) => node(id, "for-each", { list: "[1]" });
const set = (id: string, value = "x") =>
  node(id, "set-variables", { variables: [{ name: id, type: "text", value }] });

const branchesOf = (document: FlowDocument) =>
  loopBranches(document, ({ type }) => definitionOf(type)?.loops);
const problemsOf = (document: FlowDocument) =>
  lint(document, { definitionOf, portsOf }).map(({ code, nodeId }) => `${code}@${nodeId ?? ""}`);

const nested = flowOf({
  nodes: [start, each("outer"), set("first"), each("inner"), set("deep"), set("rest"), set("end")],
  edges: [
    ["start", "done", "outer"],
    ["outer", "each", "first"],
    ["first", "done", "inner"],
    ["inner", "each", "deep"],
    ["inner", "done", "rest"],
    ["outer", "done", "end"],
  ],
});

test("a branch is what hangs on the loop's outlet; the innermost loop comes first", () => {
  const { around, back } = branchesOf(nested);
  assert.deepEqual(Object.fromEntries(around), {
    first: ["outer"],
    inner: ["outer"],
    deep: ["inner", "outer"],
    rest: ["outer"],
  });
  assert.deepEqual(back, []);
  assert.deepEqual(problemsOf(nested), []);
});

test("a loop that is switched off has no branch", () => {
  const nodes = nested.nodes.map((each) => ({ ...each, disabled: each.id === "inner" }));
  const { around } = branchesOf({ ...nested, nodes });
  assert.deepEqual(around.get("deep"), ["outer"]);
});

test("lines back into the loop are errors, however long the way, and only those", () => {
  const edges = [
    ...nested.edges,
    { id: "back", source: "rest", sourcePort: "done", target: "outer" },
    { id: "own", source: "inner", sourcePort: "each", target: "inner" },
  ];
  const document = { ...nested, edges };
  const found = lint(document, { definitionOf, portsOf });
  assert.deepEqual(
    found.map(({ code, severity, edgeId, fix }) => [code, severity, edgeId, fix?.target]),
    [
      ["loop_into_itself", "error", "own", "own"],
      ["loop_into_itself", "error", "back", "back"],
    ],
  );
  assert.match(found[1]?.message ?? "", /“rest” leads back to “outer”/);
  const after = { id: "again", source: "end", sourcePort: "done", target: "outer" };
  const again = problemsOf({ ...nested, edges: [...nested.edges, after] });
  assert.deepEqual(
    again,
    ["loop_without_wait@outer"],
    "once all items are through, it may go again",
  );
});

function withDeep(value: string): FlowDocument {
  return {
    ...nested,
    nodes: nested.nodes.map((each) => (each.id === "deep" ? set("deep", value) : each)),
  };
}

test("the parts of the current item are known by name", () => {
  assert.deepEqual(
    problemsOf(withDeep("{{ loop.item.id }} {{ loop.index }} {{ loop.count }}")),
    [],
  );
  const [wrong] = lint(withDeep("{{ loop.indx }}"), { definitionOf, portsOf });
  assert.equal(wrong?.code, "unknown_variable");
  assert.match(wrong?.message ?? "", /Did you mean “index”/);
});

test("what a loop collects is not there yet inside its branch", () => {
  assert.deepEqual(problemsOf(withDeep("{{ nodes.outer.count }}")), ["not_before@deep"]);
  assert.deepEqual(problemsOf(withDeep("{{ nodes.first }}")), []);
});

test("a failure with an output to go on with stops nothing, so its outlet may hang loose", () => {
  const call = node("call", "rest-api", { url: "https://example.com" });
  const flow = (fallback: FlowNode["fallback"]) =>
    flowOf({ nodes: [start, { ...call, fallback }], edges: [["start", "done", "call"]] });
  assert.deepEqual(problemsOf(flow(null)), ["dangling_outlet@call"]);
  assert.deepEqual(problemsOf(flow({ output: {} })), []);
});

test("the outlet of a slow step is there while the step has one", () => {
  const call = node("call", "rest-api", { url: "https://example.com" });
  const flow = (slowAfterMs: number | null) =>
    flowOf({
      nodes: [start, { ...call, slowAfterMs, fallback: { output: {} } }, set("tell")],
      edges: [
        ["start", "done", "call"],
        ["call", "slow", "tell"],
      ],
    });
  assert.deepEqual(problemsOf(flow(3_000)), []);
  assert.deepEqual(problemsOf(flow(null)), ["unknown_port@call"]);
});
