import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { catalog, definitionOf, portsOf, sampleOf } from "./catalog.ts";
import { executors } from "./executors.ts";
import type { Field, Fields } from "./fields.ts";

const jsonText = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));

/** Folders that nodes share. */
const shared = new Set(["hook-sender", "testing"]);

describe("the catalogue", () => {
  it("holds each folder's node once, with an executor", async () => {
    const folders: string[] = [];
    for (const entry of await readdir(import.meta.dirname, { withFileTypes: true })) {
      if (entry.isDirectory() && !shared.has(entry.name)) folders.push(entry.name);
    }
    const ids = catalog.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), folders.sort());
    assert.deepEqual(Object.keys(executors).sort(), folders.sort());
    assert.equal(definitionOf("no-such-node"), undefined);
  });

  it("imports nothing of the server into the browser", async () => {
    const seen = new Set<string>();
    await walkImports(new URL("./catalog.ts", import.meta.url), seen);
    assert.ok(seen.size > catalog.length, "the walk followed the imports");
    for (const file of seen)
      assert.doesNotMatch(file, /execute|\/(http|offload|db|engine|server)\//);
  });
});

for (const definition of catalog) {
  const { id, config, defaults, fields, ports, describe: sentence } = definition;

  describe(`node ${id}`, () => {
    it("is named for machines and for people", () => {
      assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      assert.equal(definitionOf(id), definition);
      assert.match(definition.label, /^[A-Z]/);
      assert.match(definition.summary, /^[A-Z].*\.$/);
      assert.ok(definition.summary.length <= 80, definition.summary);
      assert.ok(definition.keywords.length > 0);
      assert.equal(definition.migrate.length, definition.version - 1);
    });

    it("has an icon within its 24 × 24 grid", () => {
      for (const [x, y] of pointsOf(definition.icon)) {
        assert.ok(x >= 1 && x <= 23 && y >= 1 && y <= 23, `${x},${y} is outside the grid`);
      }
    });

    it("starts with settings that its schema keeps as they are", () => {
      assert.deepEqual(config.parse(defaults), defaults);
      assert.doesNotThrow(() => JSON.stringify(defaults));
      config.parse({});
    });

    it("refuses settings it does not know", () => {
      assert.equal(config.safeParse({ ...defaults, somethingElse: 1 }).success, false);
    });

    it("shows each of its settings, and only those", () => {
      compareFields(fields, config, id);
    });

    it("offers only choices that its schema takes", () => {
      for (const [key, field] of Object.entries(fields)) {
        if (field.kind !== "select") continue;
        for (const { value } of field.options) {
          const result = config.safeParse({ ...defaults, [key]: value });
          assert.ok(result.success, `${key} = ${value}: ${result.error?.message}`);
        }
        assert.ok(
          field.options.some(({ value }) => value === defaults[key]),
          key,
        );
      }
    });

    it("adds list entries that its schema takes", () => {
      for (const [key, field] of Object.entries(fields)) {
        if (field.kind !== "list") continue;
        const item: { [key: string]: unknown } = { ...field.newItem };
        if ("id" in item) item.id = "fresh1";
        const result = config.safeParse({ ...defaults, [key]: [item] });
        assert.ok(result.success, `${key}: ${result.error?.message}`);
        const values = Object.values(field.item).filter(({ kind }) => kind !== "address");
        assert.ok(values.length > 0);
        for (const itemKey of Object.keys(field.item)) assert.ok(itemKey in item, itemKey);
      }
    });

    it("has inlet and outlets that fit its kind", () => {
      const isTrigger = definition.category === "trigger";
      assert.equal(ports.in, !isTrigger);
      assert.equal(definition.trigger !== undefined, isTrigger);
      const outlets = portsOf(definition, defaults);
      assert.equal(new Set(outlets.map((port) => port.id)).size, outlets.length);
      const failing = outlets.filter(({ kind }) => kind === "failed").map((port) => port.id);
      // A called flow can fail as another system can.
      const isAction =
        ["conversation", "integration"].includes(definition.category) ||
        definition.id === "sub-flow";
      assert.deepEqual(failing, isAction ? ["failed"] : []);
      // Logic may have named paths of its own, or end the run.
      if (definition.category !== "logic") assert.equal(outlets[0]?.id, "done");
      if (ports.outFrom !== undefined && ports.outFrom.afterDone !== true) {
        assert.notEqual(outlets[0]?.id, "done");
      }
    });

    it("delivers a sample of the shape it promises", () => {
      const sample = sampleOf(definition, defaults);
      assert.deepEqual(JSON.parse(JSON.stringify(sample)), sample);
      definition.output.parse(sample);
    });

    it("describes itself in one short sentence, whatever its settings hold", () => {
      assert.match(sentence(defaults), /^[A-Z][^\n]+$/);
      assert.match(sentence({}), /^[A-Z][^\n]+$/);
      const settings = fc.oneof(
        fc.dictionary(fc.constantFrom(...Object.keys(defaults)), jsonText),
        fc.dictionary(
          fc.constantFrom(...Object.keys(defaults)),
          fc.string({ minLength: 60, maxLength: 400 }),
        ),
      );
      fc.assert(
        fc.property(settings, (raw) => {
          const text = sentence({ ...defaults, ...raw });
          assert.ok(text.replaceAll("*", "").length <= 70, text);
          assert.equal((text.match(/\*/g) ?? []).length % 2, 0, text);
          sampleOf(definition, raw);
          portsOf(definition, raw);
          if (typeof definition.effects === "function") definition.effects(raw);
        }),
      );
    });

    it("keeps limits that make sense", () => {
      assert.ok(definition.timeoutMs >= 1_000 && definition.timeoutMs <= 600_000);
      assert.ok(definition.retry.max >= 0 && definition.retry.max <= 10);
      if (definition.needsChat) assert.equal(definition.category, "conversation");
    });
  });
}

describe("portsOf", () => {
  it("puts one outlet for each named branch before the fixed ones", () => {
    const condition = definitionOf("condition");
    assert.ok(condition);
    const branches: JsonObject[] = [
      { id: "a1", name: "Big orders" },
      { id: "b2", name: " " },
      { name: "lost" },
    ];
    assert.deepEqual(
      portsOf(condition, { branches }).map(({ id, label }) => [id, label]),
      [
        ["a1", "Big orders"],
        ["b2", "Branch 2"],
        ["otherwise", "Otherwise"],
      ],
    );
  });
});

describe("describe", () => {
  const cases: [string, JsonObject, string][] = [
    ["rest-api", { url: "https://api.example.com/orders?page=1" }, "GET *api.example.com/orders*"],
    [
      "rest-api",
      { method: "DELETE", url: "https://api.example.com/orders/{{ vars.order_id }}" },
      "DELETE *api.example.com/orders/order_id*",
    ],
    [
      "ask-question",
      { answerType: "email", saveTo: "customer_email" },
      "Ask for an *email* and save it as *customer_email*",
    ],
    [
      "chat-trigger",
      { when: "keywords", keywords: ["hours", "open"] },
      "When a message contains *hours* or *open*",
    ],
    [
      "condition",
      {
        branches: [
          {
            when: {
              rules: [{ left: "{{ nodes.ask_city.value }}", operator: "equals", right: "Berlin" }],
            },
          },
          {},
        ],
      },
      "If *ask_city* is Berlin; 2 branches",
    ],
    [
      "send-message",
      { text: "Hi *{{ vars.name | upcase }}*!", buttons: [{}] },
      "Say *Hi name!*, 1 button",
    ],
    [
      "set-variables",
      { variables: [{ name: "total", value: "{{ nodes.order.body.total }}" }] },
      "Set *total* to total",
    ],
    ["respond", { status: 404, bodyType: "text" }, "Answer *404* with text"],
  ];
  for (const [id, config, expected] of cases) {
    it(`says “${expected}”`, () => assert.equal(definitionOf(id)?.describe(config), expected));
  }
});

/** Field keys equal schema keys, lists' entries included; `id` keys are kept without being shown. */
function compareFields(fields: Fields, schema: z.ZodObject, path: string): void {
  const shown = Object.entries(fields).filter(([, field]) => field.kind !== "address");
  const stored = Object.keys(schema.shape).filter((key) => key !== "id");
  assert.deepEqual(shown.map(([key]) => key).sort(), stored.sort(), path);
  for (const [key, field] of Object.entries(fields)) {
    assert.match(field.label, /^[A-Z]/, `${path}.${key}`);
    checkShowWhen(field, fields, `${path}.${key}`);
    if (field.kind !== "list") continue;
    const list = unwrap(schema.shape[key]);
    assert.ok(list instanceof z.ZodArray, `${path}.${key} is stored as a list`);
    const entry = unwrap(list.element);
    assert.ok(entry instanceof z.ZodObject);
    compareFields(field.item, entry, `${path}.${key}`);
  }
}

function checkShowWhen(field: Field, siblings: Fields, path: string): void {
  if (field.showWhen === undefined) return;
  const other = siblings[field.showWhen.field];
  assert.ok(other?.kind === "select", `${path} depends on a select field`);
  const known = other.options.map(({ value }) => value);
  for (const value of field.showWhen.in)
    assert.ok(known.includes(String(value)), `${path}: ${value}`);
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap())
    : schema;
}

/** The points that path data visits; arcs and curves count by their ends. Fails on anything else. */
function pointsOf(path: string): [number, number][] {
  const arity: { [command: string]: number } = {
    m: 2,
    l: 2,
    h: 1,
    v: 1,
    c: 6,
    s: 4,
    q: 4,
    t: 2,
    a: 7,
    z: 0,
  };
  const points: [number, number][] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  assert.match(path, /^[Mm]/);
  for (const [, command = "", text = ""] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const size = arity[command.toLowerCase()];
    assert.ok(size !== undefined, `unknown command ${command}`);
    const values = [...text.matchAll(/-?(?:\d*\.\d+|\d+)/g)].map(Number);
    assert.equal(text.replace(/-?(?:\d*\.\d+|\d+)|[\s,]/g, ""), "", `stray text in ${text}`);
    assert.ok(
      size === 0 ? values.length === 0 : values.length > 0 && values.length % size === 0,
      `${command}${text}`,
    );
    const relative = command === command.toLowerCase();
    for (let at = 0; at < Math.max(values.length, 1); at += Math.max(size, 1)) {
      const [a = 0, b = 0] = values.slice(at, at + size).slice(-2);
      if (command === "z" || command === "Z") [x, y] = [startX, startY];
      else if (command === "h" || command === "H") x = relative ? x + a : a;
      else if (command === "v" || command === "V") y = relative ? y + a : a;
      else [x, y] = relative ? [x + a, y + b] : [a, b];
      if (command.toLowerCase() === "m" && at === 0) [startX, startY] = [x, y];
      points.push([x, y]);
    }
  }
  return points;
}

async function walkImports(file: URL, seen: Set<string>): Promise<void> {
  if (seen.has(file.pathname)) return;
  seen.add(file.pathname);
  const source = await readFile(file, "utf8");
  const lib = new URL("../", import.meta.url);
  for (const [statement, path = ""] of source.matchAll(
    /^(?:import|export)[^;]*? from "([^"]+)";/gm,
  )) {
    if (/^(?:import|export) type /.test(statement)) continue;
    if (path.startsWith(".")) await walkImports(new URL(path, file), seen);
    else if (path.startsWith("#lib/")) await walkImports(new URL(path.slice(5), lib), seen);
    else assert.equal(path, "zod", `${file.pathname} imports ${path}`);
  }
}

it("leaves a step that is set to “End here” without an outlet for late results", () => {
  const definition = definitionOf("sub-flow");
  assert.ok(definition !== undefined);
  const outlets = (config: JsonObject) => portsOf(definition, config).map(({ id }) => id);
  assert.deepEqual(outlets({ giveUp: "after" }), ["done", "timeout", "failed"]);
  assert.deepEqual(outlets({ giveUp: "after", mode: "hand-over" }), ["done", "failed"]);
});
