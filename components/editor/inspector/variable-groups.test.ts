import assert from "node:assert/strict";
import { test } from "node:test";
import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { rootNames, variableGroups, variableNames } from "./variable-groups.ts";

const node = (key: string, type: string, config: { [key: string]: Json } = {}) => ({
  id: key,
  key,
  type,
  version: 1,
  name: key.toUpperCase(),
  position: { x: 0, y: 0 },
  config: { ...definitionOf(type)?.defaults, ...config },
});

function flow(edges: [string, string][]): FlowDocument {
  return flowDocument.parse({
    schemaVersion: 1,
    nodes: [
      node("start", "webhook-trigger"),
      node("ask", "ask-question", { saveTo: "city" }),
      node("call", "rest-api"),
      node("after", "send-message"),
    ],
    edges: edges.map(([source, target]) => ({
      id: `${source}-${target}`,
      source,
      sourcePort: "done",
      target,
    })),
    variables: [{ name: "limit", initial: 5 }],
  });
}

const chain = flow([
  ["start", "ask"],
  ["ask", "call"],
  ["call", "after"],
]);

function step(nodeId: string, output: Json, vars: StepView["vars"] = null): StepView {
  return {
    activationId: nodeId,
    nodeId,
    nodeType: "",
    seq: 1,
    state: "succeeded",
    port: "done",
    attempts: 1,
    input: null,
    output,
    vars,
    error: null,
    startedAt: "",
    durationMs: 1,
    parents: [],
    early: null,
    backup: null,
  };
}

test("offers the trigger, then the steps before it from the nearest, then the variables", () => {
  const roots = variableGroups(chain, "after", {}).map((group) => group.root);
  assert.deepEqual(roots, ["trigger", "nodes.call", "nodes.ask", "vars"]);
  const earlier = variableGroups(chain, "ask", {}).map((group) => group.root);
  assert.deepEqual(earlier, ["trigger", "vars"]);
});

test("real results take the place of samples, also for what was saved to a variable", () => {
  const sampled = variableGroups(chain, "call", {});
  assert.equal(sampled.find((group) => group.root === "nodes.ask")?.source, "sample");
  assert.deepEqual(sampled.find((group) => group.root === "vars")?.value, {
    limit: 5,
    city: "Berlin",
  });
  const ran = variableGroups(chain, "call", {
    ask: step("ask", { value: "Rome", text: "rome" }, { city: "Rome" }),
  });
  assert.deepEqual(
    ran.filter((group) => group.root !== "trigger").map((group) => [group.source, group.value]),
    [
      ["run", { value: "Rome", text: "rome" }],
      ["run", { limit: 5, city: "Rome" }],
    ],
  );
});

test("a step that hangs loose is offered everything", () => {
  const loose = flow([["start", "ask"]]);
  const roots = variableGroups(loose, "after", {}).map((group) => group.root);
  assert.deepEqual(roots, ["trigger", "nodes.ask", "nodes.call", "vars"]);
});

test("chips know every step by its name, and fields every variable", () => {
  assert.equal(rootNames(chain).get("nodes.call")?.title, "CALL");
  assert.deepEqual(variableNames(chain), ["limit", "city"]);
});

test("the contact has what steps before remember of it", () => {
  const variables = [
    { name: "town", type: "text", value: "Bonn", remember: true },
    { name: "passing", type: "text", value: "x", remember: false },
  ];
  const document = flowDocument.parse({
    schemaVersion: 1,
    nodes: [
      node("start", "chat-trigger"),
      node("keep", "set-variables", { variables }),
      node("after", "send-message"),
    ],
    edges: [
      { id: "one", source: "start", sourcePort: "done", target: "keep" },
      { id: "two", source: "keep", sourcePort: "done", target: "after" },
    ],
  });
  const contactAt = (nodeId: string, latest = {}) =>
    variableGroups(document, nodeId, latest).find(({ root }) => root === "contact")?.value;
  assert.deepEqual(contactAt("after"), { town: "Bonn" });
  assert.deepEqual(contactAt("keep"), {});
  const latest = { keep: step("keep", null, { town: "Ulm", passing: "x" }) };
  assert.deepEqual(contactAt("after", latest), { town: "Ulm" });
});

test("an answer that is remembered is the contact's too", () => {
  const ask = { answerType: "email", saveTo: "email", remember: true };
  const document = flowDocument.parse({
    schemaVersion: 1,
    nodes: [
      node("start", "chat-trigger"),
      node("ask", "ask-question", ask),
      node("passing", "ask-question", { saveTo: "name" }),
      node("after", "send-message"),
    ],
    edges: [
      { id: "one", source: "start", sourcePort: "done", target: "ask" },
      { id: "two", source: "ask", sourcePort: "done", target: "passing" },
      { id: "three", source: "passing", sourcePort: "done", target: "after" },
    ],
  });
  const contact = variableGroups(document, "after", {}).find(({ root }) => root === "contact");
  assert.deepEqual(contact?.value, { email: "ada@example.com" });
});
