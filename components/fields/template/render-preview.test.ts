import assert from "node:assert/strict";
import { test } from "node:test";
import type { VariableGroup } from "../variables/variable-group.ts";
import { renderPreview } from "./render-preview.ts";

const groups: VariableGroup[] = [
  {
    root: "nodes.ask",
    title: "Ask",
    tone: "conversation",
    value: { value: 'Ber"lin' },
    source: "sample",
  },
  { root: "vars", title: "Variables", tone: "variable", value: { guests: 4 }, source: "run" },
];

test("fills in the values shown in the picker and says when they are samples", () => {
  assert.deepEqual(renderPreview("For {{ vars.guests }}", false, groups), {
    ok: true,
    text: "For 4",
    usesSamples: false,
  });
  const withSample = renderPreview("{{ nodes.ask.value }}", false, groups);
  assert.ok(withSample.ok && withSample.usesSamples);
});

test("JSON is filled in as JSON, and what is none is said", () => {
  const good = renderPreview('{"city": "{{ nodes.ask.value }}"}', true, groups);
  assert.deepEqual(good.ok && JSON.parse(good.text), { city: 'Ber"lin' });
  const bad = renderPreview('{"city": {{ vars.guests }}', true, groups);
  assert.ok(!bad.ok && bad.message.includes("not valid JSON"));
});

test("an unknown name is explained with what was probably meant", () => {
  const preview = renderPreview("{{ vars.guest }}", false, groups);
  assert.ok(!preview.ok && preview.next?.includes("vars.guests"));
});

test("a value that was only begun is said in plain words", () => {
  const preview = renderPreview("Hello {{ vars.guests }} {{ va", false, groups);
  assert.ok(!preview.ok && preview.message.includes("does not end"));
});
