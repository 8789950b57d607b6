import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileJsonTemplate } from "./compile-json-template.ts";

test("any value keeps the JSON valid, in strings and outside", () => {
  const template = compileJsonTemplate(
    '{"text": "a \\" {{ v.s }} b", "value": {{ v.j }}, "list": [{{ v.s }}, "{{ v.j }}"]}',
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), (s, j) => {
      const expected: unknown = JSON.parse(JSON.stringify(j));
      const parsed = JSON.parse(template.render({ v: { s, j: expected } }));
      assert.equal(parsed.text, `a " ${s} b`);
      assert.deepEqual(parsed.value, expected);
      assert.equal(parsed.list[0], s);
      assert.equal(typeof parsed.list[1], "string");
    }),
  );
});

test("quotes within an expression do not end the string around it", () => {
  const template = compileJsonTemplate(
    `{"a": "{{ x | default: "none" }}", "b": {{ y | default: 1 }}}`,
  );
  assert.deepEqual(JSON.parse(template.render({})), { a: "none", b: 1 });
});

test("plain JSON is constant", () => {
  assert.equal(compileJsonTemplate('{"a":{"b":1}}').isConstant, true);
});
