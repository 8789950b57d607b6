import assert from "node:assert/strict";
import { test } from "node:test";
import type { TemplateSummary } from "#lib/templates/template.ts";
import { filterTemplates, templatePath } from "./template-words.ts";

const one = (name: string, more: Partial<TemplateSummary> = {}): TemplateSummary => ({
  ...{ id: name, version: 1, scope: "flow", name, summary: "Tells where an order is." },
  ...{ category: "chat", source: "patchbay", types: ["rest-api"], savedBy: null, savedAt: null },
  ...more,
});
const all = { search: "", category: "all", scope: "all" };

test("templates are found by every word, wherever it stands, and by what they are", () => {
  const templates = [one("Order status"), one("Lead", { category: "sales", scope: "steps" })];
  const names = (filter: Partial<typeof all>) =>
    filterTemplates(templates, { ...all, ...filter }).map(({ name }) => name);
  assert.deepEqual(names({}), ["Order status", "Lead"]);
  assert.deepEqual(names({ search: " STATUS  order" }), ["Order status"]);
  assert.deepEqual(names({ search: "sales rest-api" }), ["Lead"]);
  assert.deepEqual(names({ scope: "steps" }), ["Lead"]);
  assert.deepEqual(names({ category: "support" }), []);
});

test("a template's page is found by its id", () => {
  assert.equal(templatePath("patchbay/order-status"), "/templates/patchbay/order-status");
  assert.equal(templatePath("a b"), "/templates/a%20b");
});
