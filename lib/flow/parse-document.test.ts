import assert from "node:assert/strict";
import { test } from "node:test";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { emptyDocument } from "./empty-document.ts";
import { parseDocument } from "./parse-document.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

function refusal(input: unknown): { code: string; paths: string[] } {
  try {
    parseDocument(input);
  } catch (error) {
    assert.ok(isPatchbayError(error));
    const issues = error.details?.issues as { path: string }[];
    return { code: error.code, paths: issues.map(({ path }) => path) };
  }
  throw new assert.AssertionError({ message: "it was accepted" });
}

test("a document survives being stored and read", () => {
  const document = flowOf({ nodes: [nodeOf("a"), nodeOf("b")], edges: [["a", "done", "b"]] });
  assert.deepEqual(parseDocument(JSON.parse(JSON.stringify(document))), document);
  assert.deepEqual(parseDocument(emptyDocument()), emptyDocument());
});

test("what is not a document is refused by name", () => {
  for (const input of [null, "x", [], {}, { schemaVersion: 99, nodes: [], edges: [] }]) {
    assert.equal(refusal(input).code, "invalid_document");
  }
});

test("the place of the mistake is named", () => {
  const broken = { ...flowOf({ nodes: [nodeOf("a")] }), edges: [{ id: "e" }] };
  assert.ok(refusal(broken).paths.some((path) => path.startsWith("edges.0.")));
});

test("ids, keys and names are unique, and edges join existing nodes", () => {
  const twice = flowOf({ nodes: [nodeOf("a"), nodeOf("a")] });
  assert.deepEqual(refusal(twice).paths, ["nodes.1", "nodes.1"]);
  const sameKey = flowOf({ nodes: [nodeOf("a"), { ...nodeOf("b"), key: "a" }] });
  assert.deepEqual(refusal(sameKey).paths, ["nodes.1"]);
  const loose = flowOf({ nodes: [nodeOf("a")], edges: [["a", "done", "gone"]] });
  assert.deepEqual(refusal(loose).paths, ["edges.0"]);
  const variable = { name: "x", description: "", initial: null };
  const variables = { ...flowOf({ nodes: [] }), variables: [variable, variable] };
  assert.deepEqual(refusal(variables).paths, ["variables.1"]);
});

test("settings that would exhaust the stack are refused, not followed", () => {
  let deep: unknown = "x";
  for (let level = 0; level < 20_000; level++) deep = { deep };
  const document = { ...flowOf({ nodes: [] }), nodes: [{ ...nodeOf("a"), config: { deep } }] };
  assert.equal(refusal(document).code, "invalid_document");
});

test("a key that reaches a prototype is refused or dropped, never kept", () => {
  const withConfig = (json: string) => ({
    ...flowOf({ nodes: [] }),
    nodes: [{ ...nodeOf("a"), config: JSON.parse(json) }],
  });
  assert.equal(refusal(withConfig('{"a":{"constructor":1}}')).code, "invalid_document");
  const kept = parseDocument(withConfig('{"a":{"__proto__":{"x":1}}}')).nodes[0]?.config.a;
  assert.deepEqual(Object.getOwnPropertyNames(kept), []);
  assert.equal(Object.getPrototypeOf(kept), Object.prototype);
});
