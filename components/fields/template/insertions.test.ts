import assert from "node:assert/strict";
import { test } from "node:test";
import type { RootNames } from "../variables/variable-group.ts";
import { describeInsertion, findInsertions } from "./insertions.ts";

const names: RootNames = new Map([
  ["nodes.ask", { title: "Ask city", tone: "conversation" }],
  ["trigger", { title: "Webhook", tone: "trigger" }],
  ["vars", { title: "Variables", tone: "variable" }],
  ["loop", { title: "Current item", tone: "logic" }],
]);

test("finds every complete insertion and nothing half-written", () => {
  const text = "Hi {{ vars.name }}, {{ nodes.ask.value | upcase }}! {{ half {{}} }}";
  assert.deepEqual(
    findInsertions(text).map(({ from, to }) => text.slice(from, to)),
    ["{{ vars.name }}", "{{ nodes.ask.value | upcase }}"],
  );
});

test("closing braces inside quotes do not end an insertion", () => {
  const text = '{{ trigger["}}"] }} after';
  assert.deepEqual(findInsertions(text)[0]?.to, text.length - " after".length);
});

test("a chip names the step, the field and what is done to it", () => {
  assert.deepEqual(describeInsertion(' nodes.ask["first name"] | upcase ', names), {
    title: "Ask city",
    rest: "first name",
    filters: "upcase",
    tone: "conversation",
  });
  assert.equal(describeInsertion("vars.city", names).title, "city");
  assert.equal(describeInsertion("trigger.items[0]", names).rest, "items › item 1");
  const loop = ["loop.item", "loop.item.name", "loop.index"].map((path) => {
    const { title, rest } = describeInsertion(path, names);
    return [title, rest];
  });
  assert.deepEqual(loop, [
    ["Current item", ""],
    ["Current item", "name"],
    ["Current item", "index"],
  ]);
});

test("a step that is not there is marked, a computation is shown as it is", () => {
  assert.equal(describeInsertion("nodes.gone.value", names).tone, "unknown");
  assert.equal(describeInsertion('vars["a\\" |b"] | json', names).filters, "json");
  assert.deepEqual(describeInsertion("a == 'x|y' | json", names), {
    title: "a == 'x|y'",
    rest: "",
    filters: "json",
    tone: "expression",
  });
});

test("a pathological text is scanned in no time", () => {
  const text = `${"{{ ' ".repeat(20_000)}`;
  assert.deepEqual(findInsertions(text), []);
});
