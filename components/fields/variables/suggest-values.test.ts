import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestValues } from "./suggest-values.ts";
import type { VariableGroup } from "./variable-group.ts";

const groups: VariableGroup[] = [
  {
    root: "nodes.ask_city",
    title: "Ask the city",
    tone: "conversation",
    value: { value: "Berlin", parts: ["a"] },
    source: "run",
  },
  { root: "vars", title: "Variables", tone: "variable", value: { city: "Bonn" }, source: "sample" },
];
const paths = (query: string) => suggestValues(groups, query).map(({ path }) => path);

test("without a text the sources come first, then what is in them", () => {
  assert.deepEqual(paths(""), [
    "nodes.ask_city",
    "vars",
    "nodes.ask_city.value",
    "nodes.ask_city.parts",
    "vars.city",
    "nodes.ask_city.parts[0]",
  ]);
});

test("paths that begin with the text come before those that have it inside", () => {
  assert.deepEqual(paths("vars"), ["vars.city"]);
  assert.deepEqual(paths("v")[0], "vars");
  assert.deepEqual(paths("city").slice(0, 2), ["vars.city", "nodes.ask_city"]);
  assert.deepEqual(paths("CITY").at(-1), "nodes.ask_city.parts[0]");
});

test("of two values with the same name the one in the data comes first, and each says which it is", () => {
  const answer: VariableGroup = {
    ...{ root: "nodes.order", title: "Get order", tone: "integration", source: "sample" },
    value: { status: 200, statusText: "OK", body: { status: "open" } },
    meanings: { status: "HTTP status", body: "data of the answer" },
  };
  assert.deepEqual(
    suggestValues([answer], "status").map(({ label }) => label),
    ["Get order › body › status", "Get order › status (HTTP status)", "Get order › statusText"],
  );
});

test("names for people are found, too, and what fits nothing finds nothing", () => {
  assert.ok(paths("Variables").includes("vars.city"));
  assert.deepEqual(paths("ctx."), []);
});

test("a suggestion says what it is for people", () => {
  const [source, , value] = suggestValues(groups, "");
  assert.deepEqual(source, {
    path: "nodes.ask_city",
    label: "Ask the city",
    preview: "2 fields",
    opens: true,
  });
  assert.equal(value?.label, "Ask the city › value");
  assert.equal(value?.preview, '"Berlin"');
  assert.equal(value?.opens, false);
});

test("a huge value gives a list of bounded length", () => {
  const value = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]),
  );
  const huge = [{ ...groups[1], root: "vars", title: "V", tone: "variable", value, source: "run" }];
  assert.equal(suggestValues(huge as VariableGroup[], "k", 30).length, 30);
});
