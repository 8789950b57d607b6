import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { compileConfig } from "./compile-config.ts";
import type { Fields } from "./fields.ts";

const row = { name: { kind: "text", label: "Name", templated: true } } as const;
const fields: Fields = {
  url: { kind: "text", label: "Address", templated: true },
  note: { kind: "text", label: "Note" },
  mode: { kind: "select", label: "Mode", options: [] },
  body: { kind: "json", label: "Body", templated: true, showWhen: { field: "mode", in: ["json"] } },
  count: { kind: "number", label: "Count", templated: true },
  rows: { kind: "list", label: "Headers", itemLabel: "header", item: row, newItem: {} },
  when: { kind: "rules", label: "Rules" },
};
const config = z.strictObject({
  url: z.string().default(""),
  note: z.string().default(""),
  mode: z.string().default("none"),
  body: z.string().default(""),
  count: z.coerce.number().max(10).default(0),
  rows: z
    .array(z.strictObject({ name: z.string().max(5), enabled: z.boolean().default(true) }))
    .default([]),
  when: z.any().optional(),
});
const compile = (raw: Parameters<typeof compileConfig>[1]) =>
  compileConfig({ config, fields, defaults: { mode: "none" } }, raw);
const scope = { vars: { a: "x", n: 4, list: [1] } };

test("constant settings are parsed once and frozen", () => {
  const compiled = compile({ url: "https://example.com", rows: [{ name: "a" }] });
  assert.equal(compiled.isConstant, true);
  const first = compiled.resolve({});
  assert.equal(compiled.resolve({}), first);
  assert.ok(Object.isFrozen(first) && Object.isFrozen(first.rows));
  assert.deepEqual(first.count, 0);
});

test("templates are filled in wherever a field allows them", () => {
  const resolved = compile({
    url: "https://e/{{ vars.a }}",
    note: "{{ vars.a }}",
    mode: "json",
    body: '{"l": {{ vars.list }}, "t": "{{ vars.a }}"}',
    count: "{{ vars.n }}",
    rows: [{ name: "{{ vars.a }}1" }, { name: "b" }],
    when: { match: "all", rules: [{ left: "{{ vars.n }}", operator: "is", right: "4" }] },
  }).resolve(scope);
  assert.equal(resolved.url, "https://e/x");
  assert.equal(resolved.note, "{{ vars.a }}");
  assert.equal(resolved.body, '{"l": [1], "t": "x"}');
  assert.equal(resolved.count, 4);
  assert.deepEqual(resolved.rows, [
    { name: "x1", enabled: true },
    { name: "b", enabled: true },
  ]);
  assert.deepEqual(resolved.when, {
    match: "all",
    rules: [{ left: "4", operator: "is", right: "4" }],
  });
});

test("hidden fields and switched-off rows are left alone", () => {
  const resolved = compile({
    url: "{{ vars.a }}",
    mode: "none",
    body: "{{ broken",
    rows: [{ name: "{{ q", enabled: false }],
  }).resolve(scope);
  assert.equal(resolved.url, "x");
});

test("errors name the field, and come when the step runs", () => {
  const fails = (raw: Parameters<typeof compile>[0], code: string, message: RegExp) =>
    assert.throws(
      () => compile(raw).resolve(scope),
      (error: Error & { code?: string }) => error.code === code && message.test(error.message),
    );
  fails({ url: "{{ vars.b }}" }, "template_unknown_variable", /^Address: .*vars\.b/);
  fails({ url: "{{ vars" }, "template_syntax", /^Address: /);
  fails({ count: 99 }, "invalid_config", /"Count"/);
  fails(
    { rows: [{ name: "ok" }, { name: "{{ vars.a }}too long" }] },
    "invalid_config",
    /"Headers, header 2: Name"/,
  );
  fails({ other: 1 }, "invalid_config", /other/);
});

test("a value stays one part of the address that a field asks for", () => {
  const address: Fields = {
    url: { kind: "text", label: "Address", templated: true, format: "url" },
  };
  const resolve = (url: string, a: string) =>
    compileConfig({ config, fields: address, defaults: {} }, { url }).resolve({ a }).url;
  assert.equal(resolve("https://e/orders/{{ a }}", "1?b=/#"), "https://e/orders/1%3Fb%3D%2F%23");
  assert.equal(resolve("{{ a }}", "https://e/1?b=2"), "https://e/1?b=2");
  assert.throws(
    () => resolve("https://e/orders/{{ a }}", "../other"),
    (error: Error & { code?: string }) =>
      error.code === "unsafe_address" && /^Address: .*“\.\.”/.test(error.message),
  );
});

test("a setting that is left out counts as its default when it shows another", () => {
  const body = { url: "x", body: "{{ vars.a }}" };
  const shown = compileConfig({ config, fields, defaults: { mode: "json" } }, body);
  assert.equal(shown.resolve(scope).body, '"x"');
  assert.equal(compile(body).resolve(scope).body, "{{ vars.a }}");
});

test("what was filled in before a setting failed is told", () => {
  const seen: unknown[] = [];
  const note = (soFar: unknown) => seen.push(soFar);
  const raw = { url: "{{ vars.a }}", count: "{{ vars.b }}", rows: [{ name: "{{ vars.a }}" }] };
  assert.throws(() => compile(raw).resolve(scope, note));
  assert.throws(() => compile({ url: "{{ vars.a }}", count: 99 }).resolve(scope, note));
  assert.throws(() => compile({ count: 99 }).resolve(scope, note));
  assert.deepEqual(seen, [{ ...raw, url: "x" }, { url: "x", count: 99 }, { count: 99 }]);
  compile({ url: "{{ vars.a }}" }).resolve(scope, note);
  assert.equal(seen.length, 3);
});
