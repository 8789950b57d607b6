import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { flowDocument } from "#lib/flow/document.ts";
import { lint } from "#lib/flow/lint.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { builtInTemplates } from "./built-in/index.ts";
import { fillTemplate } from "./fill-template.ts";
import type { Template } from "./template.ts";

const fieldsOf = (type: string) => definitionOf(type)?.fields;

/** As somebody would fill it in who takes every suggestion. */
function filled(one: Template) {
  const parameters = Object.fromEntries(
    one.parameters.map(({ key, kind, initial }) => [
      key,
      kind === "url" ? `https://${key}.example.com/x/` : initial,
    ]),
  );
  const needed = one.connections.filter(({ required }) => required);
  const connections = Object.fromEntries(needed.map(({ ref }) => [ref, "c1"]));
  return fillTemplate(one, { parameters, connections }, { fieldsOf });
}

/** Steps need a flow around them: one that starts it and knows what they use. */
function within(one: Template) {
  const document = filled(one);
  if (one.scope === "flow") return document;
  const targets = new Set(document.edges.map(({ target }) => target));
  const first = document.nodes.find(({ id }) => !targets.has(id));
  const start = definitionOf("chat-trigger");
  const variables = ["name", "email", "problem", "request"].map((name) => ({ name, initial: "x" }));
  return flowDocument.parse({
    ...document,
    variables,
    nodes: [
      ...document.nodes,
      {
        ...{ id: "start", key: "start", type: "chat-trigger", version: 1, name: "Start" },
        ...{ position: { x: -400, y: 0 }, config: start?.defaults },
      },
    ],
    edges: [
      ...document.edges,
      { id: "begin", source: "start", sourcePort: "done", target: first?.id },
    ],
  });
}

describe("templates that come with Patchbay", () => {
  it("Pre-configured Integrations: at least eight flows and eight groups of steps, each with a name of its own", () => {
    const all = [...builtInTemplates.values()];
    assert.ok(all.filter(({ scope }) => scope === "flow").length >= 8);
    assert.ok(all.filter(({ scope }) => scope === "steps").length >= 8);
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    for (const { summary } of all) assert.ok(summary.length > 20);
  });

  it("Quick Setup: none asks for more than five things", () => {
    for (const [id, { parameters, connections }] of builtInTemplates) {
      assert.ok(parameters.length + connections.length <= 5, id);
    }
  });

  for (const [id, one] of builtInTemplates) {
    it(`Rapid deployment: ${id}: nothing is wrong with it, and nothing is left to be filled in`, () => {
      const document = within(one);
      const problems = lint(document, { definitionOf, portsOf });
      assert.deepEqual(
        problems.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
      assert.doesNotMatch(JSON.stringify(document), /\[\[/);
    });

    it(`Best Practices: ${id}: what can fail has a way on, tries again and ends in time`, () => {
      const document = filled(one);
      for (const node of document.nodes) {
        const definition = definitionOf(node.type);
        const canFail = definition?.ports.out.some((port) => port.id === "failed");
        // A message that cannot be said has nobody left to hear why.
        if (!canFail || node.type === "send-message") continue;
        const wired = document.edges.some(
          ({ source, sourcePort }) => source === node.id && sourcePort === "failed",
        );
        assert.ok(wired, `“${node.name}” of ${id} has nothing for its failure`);
        // Only a call of another system may take for ever.
        if (!["rest-api", "zapier", "make", "pabbly"].includes(node.type)) continue;
        assert.ok(node.retries !== null && node.retries > 0, `“${node.name}” tries once`);
        assert.ok(node.timeoutMs !== null, `“${node.name}” has no end`);
      }
    });
  }
});
