import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toValueSync } from "liquidjs";
import { compileTemplate } from "./compile-template.ts";
import { liquid, TemplateContext } from "./liquid.ts";

const scope = {
  nodes: {
    ask: {
      value: "Köln",
      list: [1, 2, 3],
      nothing: null,
      "odd name": 7,
      deep: { a: [{ b: true }] },
    },
  },
  vars: { city: "Bonn", count: 3 },
  trigger: {},
};
const render = (text: string) => compileTemplate(text).render(scope);
const evaluate = (text: string) => compileTemplate(text).evaluate(scope);
const code =
  (expected: string, pattern = /./) =>
  (error: unknown) => {
    assert.equal((error as { code?: string }).code, expected, String(error));
    assert.match(`${(error as Error).message} ${(error as { next?: string }).next}`, pattern);
    return true;
  };

test("text without templates is constant", () => {
  const template = compileTemplate("hello } { %");
  assert.equal(template.isConstant, true);
  assert.equal(template.render({}), "hello } { %");
});

test("values are inserted as text; objects as JSON; null as nothing", () => {
  assert.equal(render("Hi {{ nodes.ask.value }}!"), "Hi Köln!");
  assert.equal(render("{{ nodes.ask.list }}|{{ nodes.ask.nothing }}|"), "[1,2,3]||");
  assert.equal(render("{{ nodes.ask.deep }}."), '{"a":[{"b":true}]}.');
  assert.equal(render('{{ nodes.ask["odd name"] }} {{ vars["city"] | upcase }}'), "7 BONN");
});

test("a single expression keeps its type", () => {
  assert.deepEqual(evaluate("{{ nodes.ask.list }}"), [1, 2, 3]);
  assert.equal(evaluate("{{ nodes.ask.deep.a[0].b }}"), true);
  assert.equal(evaluate("{{ vars.count | plus: 1 }}"), 4);
  assert.equal(evaluate(" {{ vars.count }}"), " 3");
  assert.equal(evaluate("{{ nodes.ask.nothing }}"), null);
  assert.equal(evaluate("{{ nodes.ask.list[-1] }}"), 3);
  assert.equal(evaluate("{{ nodes.ask.list.size }}"), 3);
});

test("an unknown name is named, with the closest one", () => {
  assert.throws(
    () => render("{{ nodes.ask.valu }}"),
    code("template_unknown_variable", /nodes\.ask\.valu".*"nodes\.ask\.value"/),
  );
  assert.throws(
    () => render("{{ nodes.aks.value }}"),
    code("template_unknown_variable", /"nodes\.aks".*nodes\.ask/),
  );
  assert.throws(() => render("{{ city }}"), code("template_unknown_variable", /vars\.city/));
  assert.throws(
    () => render("{{ nodes.ask.valu | upcase }}"),
    code("template_unknown_variable", /nodes\.ask\.valu/),
  );
});

test("default stands in for what is missing or empty", () => {
  assert.equal(render("{{ nodes.nobody.value | default: 'x' }}"), "x");
  assert.equal(render("{{ nothing | default: 'x' }}"), "x");
  assert.equal(render("{{ nodes.ask.nothing.deeper | default: 'x' }}"), "x");
});

test("unknown filters, tags and broken syntax say where", () => {
  assert.throws(
    () => compileTemplate("a {{ vars.city | upcas }}"),
    code("template_unknown_filter", /upcas.*line 1, column \d.*upcase/),
  );
  for (const name of [
    "constructor",
    "__proto__",
    "toString",
    "sha256",
    "find_exp",
    "group_by",
    "base64_encode",
  ]) {
    assert.throws(
      () => compileTemplate(`{{ vars.city | ${name} }}`),
      code("template_unknown_filter"),
      name,
    );
  }
  for (const tag of [
    "for i in (1..9)",
    "include 'x'",
    "raw",
    "liquid",
    "assign a = 1",
    "constructor",
    "# c",
    "render 'x'",
    "endraw",
  ]) {
    assert.throws(
      () => compileTemplate(`{% ${tag} %} {{ vars.city }}`),
      code("template_syntax"),
      tag,
    );
  }
  for (const broken of [
    "{{ vars.city",
    "{{ }}",
    "{{ vars.city | }} }",
    "{{ a b }}",
    "{{ a..b }}",
    "{{ 'a }}",
  ]) {
    try {
      compileTemplate(broken).render({ a: { b: 1 } });
    } catch (error) {
      assert.match((error as { code: string }).code, /^template_/, broken);
    }
  }
  for (const unfinished of [
    "vars.",
    "vars.a. | upcase",
    ".a",
    "vars.a |",
    "vars.[0]",
    "vars[a.]",
  ]) {
    assert.throws(
      () => compileTemplate(`{{ ${unfinished} }}`),
      code("template_syntax"),
      unfinished,
    );
  }
  for (const whole of ['vars.a | append: "."', "vars['a.']", "1.5 | plus: 2.5", "'x |' | upcase"]) {
    assert.doesNotThrow(() => compileTemplate(`{{- ${whole} -}}`), whole);
  }
  assert.throws(() => compileTemplate("{{ vars.city"), code("template_syntax"));
  assert.throws(() => compileTemplate("{{ a b }}"), code("template_syntax", /line 1/));
});

test("prototypes are out of reach", () => {
  for (const key of ["__proto__", "constructor", "prototype"]) {
    assert.throws(() => compileTemplate(`{{ vars.${key} }}`), code("forbidden_key"));
    assert.throws(() => compileTemplate(`{{ vars["${key}"].x }}`), code("forbidden_key"));
    const computed = compileTemplate("{{ vars[nodes.key] }}");
    assert.throws(() => computed.render({ vars: {}, nodes: { key } }), code("forbidden_key"));
    assert.throws(
      () => compileTemplate(`{{ list | map: "${key}" }}`).render({ list: [{}] }),
      code("forbidden_key"),
    );
  }
  for (const key of ["toString", "hasOwnProperty", "valueOf", "__defineGetter__"]) {
    assert.throws(() => render(`{{ vars.${key} }}`), code("template_unknown_variable"));
    assert.throws(() => render(`{{ ${key} }}`), code("template_unknown_variable"));
  }
  let called = false;
  const withFunction = {
    vars: {
      run: () => {
        called = true;
      },
    },
  };
  assert.throws(
    () => compileTemplate("{{ vars.run }}").render(withFunction),
    code("template_unknown_variable"),
  );
  assert.throws(
    () => compileTemplate("{{ vars.run | upcase }}").render(withFunction),
    code("template_unknown_variable"),
  );
  assert.equal(called, false);
});

test("what asks for too much is refused", () => {
  const big = { vars: { big: "x".repeat(1_000_000) } };
  const hostile = [
    "{{ (1..1000000000) | join: ',' }}",
    "{{ vars.big | replace: 'x', vars.big }}",
    `{{ vars.big ${"| append: vars.big".repeat(100)} }}`,
    "{{ vars.big }}".repeat(20),
    "{{ 'now' | date: '%999999999d' }}",
    `{{ vars.big ${"| split: '' | join: vars.big".repeat(3)} }}`,
  ];
  for (const text of hostile) {
    assert.throws(
      () => compileTemplate(text).render(big),
      code("template_limit"),
      text.slice(0, 60),
    );
  }
  assert.throws(() => compileTemplate(`{{ ${"a".repeat(600_000)} }}`), code("template_limit"));
});

test("references are the paths used", () => {
  const { references } = compileTemplate(
    "{{ nodes.ask.value | append: vars.city }} {{ trigger[vars.key].x }}",
  );
  assert.deepEqual(references, [
    ["nodes", "ask", "value"],
    ["vars", "city"],
    ["trigger"],
    ["vars", "key"],
  ]);
});

test("dates are UTC", () => {
  assert.equal(render("{{ '2026-03-04T23:30:00Z' | date: '%Y-%m-%d %H:%M' }}"), "2026-03-04 23:30");
});

test("the direct walk finds what LiquidJS finds", () => {
  const keys = fc.constantFrom("a", "b", "size", "first", "last", "x y", "0", "length");
  const steps = fc.oneof(keys, fc.integer({ min: -2, max: 3 }));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, 1, "text", "", true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(keys, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.array(steps, { maxLength: 4 }), (data, path) => {
      const text = `{{ root${path.map((step) => (typeof step === "number" ? `[${step}]` : `["${step}"]`)).join("")} }}`;
      const direct = attempt(() => compileTemplate(text).evaluate({ root: data }));
      const slow = attempt(() =>
        toValueSync(liquid._evalValue(text.slice(2, -2), new TemplateContext({ root: data }))),
      );
      assert.deepEqual(direct, slow);
    }),
    { numRuns: 2000 },
  );
});

function attempt(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch {
    return "failed";
  }
}

test("a division by zero is an error of its own", () => {
  for (const text of [
    "{{ 5 | divided_by: n }}",
    "{{ n | divided_by: n }}",
    "{{ 5 | modulo: '0' }}",
  ]) {
    assert.throws(
      () => compileTemplate(text).evaluate({ n: 0 }),
      (error: Error & { code?: string }) =>
        error.code === "division_by_zero" && /cannot divide by zero/.test(error.message),
    );
  }
  assert.equal(compileTemplate("{{ 6 | divided_by: n }}").evaluate({ n: 4 }), 1.5);
});
