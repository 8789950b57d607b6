import assert from "node:assert/strict";
import { test } from "node:test";
import { basicTypes, drawFlow, runInMemory } from "#lib/engine/walk.fixture.ts";
import { executors } from "#lib/nodes/executors.ts";
import { createNodeTypes } from "./node-types.ts";

const types = createNodeTypes(executors);

function typeOf(id: string) {
  const type = types.find(id);
  assert.ok(type !== undefined, id);
  return type;
}

test("a loop that is switched off is passed by its “Done”, without an item", async () => {
  const run = runInMemory(
    drawFlow(
      {
        start: { type: "start" },
        loop: { type: "for-each", config: { list: "{{ trigger }}" }, disabled: true },
        item: { type: "echo", config: { value: "item" } },
        after: { type: "echo", config: { value: "after" } },
      },
      ["start -> loop", "loop.each -> item", "loop.done -> after"],
    ),
    { types: { ...basicTypes, "for-each": typeOf("for-each") }, payload: [1, 2] },
  );
  assert.equal((await run.outcome).output, "after");
  assert.deepEqual(
    run.steps.map(({ nodeId }) => nodeId),
    ["start", "loop", "after"],
  );
});

test("a step whose settings fail shows those that were filled in before", async () => {
  const config = { url: "https://example.com/{{ trigger.id }}", bodyText: "{{ trigger.nope }}" };
  const run = runInMemory(
    drawFlow(
      {
        start: { type: "start" },
        call: { type: "rest-api", config: { ...config, method: "POST", bodyType: "text" } },
      },
      ["start -> call"],
    ),
    { types: { ...basicTypes, "rest-api": typeOf("rest-api") }, payload: { id: 7 } },
  );
  assert.equal((await run.outcome).error?.code, "template_unknown_variable");
  const step = run.steps.find(({ nodeId }) => nodeId === "call");
  assert.deepEqual(step?.input, {
    method: "POST",
    url: "https://example.com/7",
    bodyType: "text",
    bodyText: "{{ trigger.nope }}",
  });
});
