import assert from "node:assert/strict";
import { test } from "node:test";
import { compileJsonTemplate } from "./compile-json-template.ts";
import { compileTemplate } from "./compile-template.ts";
import { SealedText } from "./sealed-text.ts";

const secret = "hunter2-hunter2";
const scope = { workspace: { key: new SealedText(secret), plain: "shop" }, vars: { list: ["a"] } };
const render = (text: string) => compileTemplate(text).render(scope);

test("a secret is inserted whole", () => {
  assert.equal(render("Bearer {{ workspace.key }}!"), `Bearer ${secret}!`);
  assert.equal(compileTemplate("{{ workspace.key }}").evaluate(scope), secret);
  assert.equal(render("{{ workspace['key'] | raw }}"), secret);
  assert.equal(render("{{ workspace.key | default: 'none' }}"), secret);
  const json = compileJsonTemplate('{"a": "{{ workspace.key }}", "b": {{ workspace.key }}}');
  assert.deepEqual(JSON.parse(json.render(scope)), { a: secret, b: secret });
  assert.equal(render("{{ workspace.plain | slice: 0, 2 }}"), "sh");
});

test("no part of it is cut out, turned round, compared or listed", () => {
  for (const text of [
    "{{ workspace.key | split: '' | join: '.' }}",
    "{{ workspace.key | slice: 0, 5 }}",
    "{{ workspace.key | replace: '-', '+' }}",
    "{{ workspace.key | upcase }}",
    "{{ workspace.key | reverse }}",
    "{{ workspace.key | json }}",
    "{{ workspace.key | url_encode }}",
    "{{ 'x' | append: workspace.key | slice: 1, 5 }}",
    "{{ 'x' | prepend: workspace.key }}",
    "{{ vars.list | join: workspace.key }}",
    "{{ workspace }}",
    "{{ workspace | json }}",
    "{{ workspace.key == 'hunter2-hunter2' }}",
    "{{ workspace.key contains 'hunter2' }}",
    "{{ workspace.key > 'h' }}",
    "{{ workspace.key.size }}",
    "{{ workspace.key[0] }}",
    "{{ workspace.key | size }}",
    "{{ workspace.key | first }}",
  ]) {
    let shown = "";
    try {
      shown = render(text);
    } catch (error) {
      shown = String(error);
    }
    const letters = shown.replaceAll("[redacted]", "").replace(/\b(plain|shop|key)\b/g, "");
    assert.doesNotMatch(letters, /hunt|h\.u|2retnuh|HUNT|^h$|true|15/, `${text}: ${shown}`);
  }
});
