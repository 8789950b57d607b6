import assert from "node:assert/strict";
import { test } from "node:test";
import { listReferences, renameReference } from "./references.ts";

test("a renamed node is renamed where it is used, and nowhere else", () => {
  const text = `nodes.ask {{ nodes.ask.value }} {{nodes["ask"].x|append:nodes['ask'].y}} {{ vars.ask }} {{ nodes.asked }} {{ nodes.ask }}`;
  assert.equal(
    renameReference(text, "ask", "where_to"),
    `nodes.ask {{ nodes.where_to.value }} {{nodes["where_to"].x|append:nodes['where_to'].y}} {{ vars.ask }} {{ nodes.asked }} {{ nodes.where_to }}`,
  );
});

test("half-written text is left alone", () => {
  assert.equal(renameReference("{{ nodes.ask.", "ask", "b"), "{{ nodes.ask.");
  assert.deepEqual(listReferences("{{ nodes.ask"), []);
});
