import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileTemplate } from "#lib/template/compile-template.ts";
import { insertionText, pathText, readPathText } from "./variable-path.ts";

test("plain keys are written with dots, all others with brackets", () => {
  assert.equal(pathText("nodes.ask", ["value"]), "nodes.ask.value");
  assert.equal(pathText("trigger", ["headers", "content-type"]), 'trigger.headers["content-type"]');
  assert.equal(pathText("vars", ["list", 0, "first name"]), 'vars.list[0]["first name"]');
});

test("what is more than a path is not read as one", () => {
  assert.equal(readPathText("a == b"), undefined);
  assert.equal(readPathText("a[b]"), undefined);
  assert.deepEqual(readPathText("a['x y'].z[-1]"), ["a", "x y", "z", -1]);
});

test("any key comes back as it was, and the template engine finds its value", () => {
  // Braces end an insertion for the template engine, and prototype names are refused.
  const key = fc
    .string({ minLength: 1 })
    .filter(
      (text) =>
        !/[{}%\\\p{C}]/u.test(text) && !["__proto__", "constructor", "prototype"].includes(text),
    );
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
      const path = pathText("trigger", keys);
      assert.deepEqual(readPathText(path), ["trigger", ...keys]);
      const value = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), "found");
      assert.equal(compileTemplate(insertionText(path)).render({ trigger: value }), "found");
    }),
    { examples: [[['" ', ".|", " "]]] },
  );
});
