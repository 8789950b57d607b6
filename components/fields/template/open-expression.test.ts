import assert from "node:assert/strict";
import { test } from "node:test";
import {
  closesBraces,
  completeExpression,
  continueExpression,
  openExpression,
  type Replacement,
} from "./open-expression.ts";

/** Reads a text whose `|` is the cursor. */
function at(marked: string) {
  const head = marked.indexOf("|");
  const text = marked.slice(0, head) + marked.slice(head + 1);
  return { text, head, open: openExpression(text, head) };
}

function marked(text: string, { from, to, insert, cursor }: Replacement): string {
  const next = text.slice(0, from) + insert + text.slice(to);
  return `${next.slice(0, cursor)}|${next.slice(cursor)}`;
}

function chosen(before: string, path: string): string {
  const { text, open } = at(before);
  assert.ok(open, before);
  return marked(text, completeExpression(text, open, path));
}

test("the path around the cursor is searched for", () => {
  assert.equal(at("Hi {{|").open?.query, "");
  assert.equal(at("Hi {{ vars.na|").open?.query, "vars.na");
  assert.equal(at("{{vars.na|me}}").open?.query, "vars.na");
  assert.equal(at("{{ a }} {{ b[0].c-d|").open?.query, "b[0].c-d");
});

test("nothing is offered outside of braces, in filters, operators and quotes, or a line further on", () => {
  for (const text of [
    "a|",
    "{|",
    "{{ a }}|",

    "{{ 'a|",
    "{{\na|",
  ]) {
    assert.equal(at(text).open, undefined, text);
  }
  assert.equal(openExpression("{{ a | up", 9), undefined);
});

test("a choice writes the whole expression and goes on behind it", () => {
  assert.equal(chosen("Hi {{|", "vars.name"), "Hi {{ vars.name }}|");
  assert.equal(chosen("Hi {{va|}}!", "vars.name"), "Hi {{ vars.name }}|!");
  assert.equal(chosen('{"a": {{va|}}}', "vars.name"), '{"a": {{ vars.name }}|}');
  assert.equal(chosen("{{ va|rs.old }} and {{ b }}", "vars.name"), "{{ vars.name }}| and {{ b }}");
  assert.equal(chosen("{{va| and {{ b }}", "vars.name"), "{{ vars.name }}| and {{ b }}");
});

test("filters behind the path stay", () => {
  const { text, head } = { text: "{{ va | upcase }}", head: 5 };
  const open = openExpression(text, head);
  assert.ok(open);
  const { from, to, insert } = completeExpression(text, open, "vars.name");
  assert.equal(text.slice(0, from) + insert + text.slice(to), "{{ vars.name | upcase }}");
});

test("a source is continued with what is inside it", () => {
  const { text, open } = at("{{va|}}");
  assert.ok(open);
  assert.equal(marked(text, continueExpression(open, "vars")), "{{vars.|}}");
});

test("braces are closed where nothing closes them yet", () => {
  assert.equal(closesBraces("", 0), true);
  assert.equal(closesBraces('{"a": {{}', 8), true);
  assert.equal(closesBraces("{{ and {{ b }}", 2), true);
  assert.equal(closesBraces("{{name}}", 2), false);
  assert.equal(closesBraces("{{ name }}", 2), false);
});
