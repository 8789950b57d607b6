import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Operation } from "../contract.ts";
import { readDescription } from "./read-description.ts";

const shop = {
  openapi: "3.0.3",
  info: { title: "Shop", version: "2.1" },
  servers: [{ url: "https://{area}.shop.example.com/v2/", variables: { area: { default: "eu" } } }],
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer" },
      key: { type: "apiKey", in: "query", name: "key" },
    },
    schemas: {
      Person: {
        type: "object",
        required: ["name", "id"],
        properties: {
          id: { type: "string", readOnly: true },
          name: { type: "string" },
          friends: { type: "array", items: { $ref: "#/components/schemas/Person" } },
        },
      },
      Base: { type: "object", required: ["note"], properties: { note: { type: "string" } } },
    },
  },
  security: [{ token: [] }],
  paths: {
    "/people/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      get: {
        operationId: "getPerson",
        summary: "Read a person",
        tags: ["people"],
        security: [{ key: [] }],
        responses: {
          200: {
            description: "The person",
            content: { "application/json": { example: { id: "7", name: "Ada" } } },
          },
        },
      },
      put: {
        deprecated: true,
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                allOf: [
                  { $ref: "#/components/schemas/Base" },
                  { $ref: "#/components/schemas/Person" },
                ],
              },
            },
          },
        },
        responses: { 204: { description: "Stored" } },
      },
    },
  },
};

const read = async (value: unknown, url: string | null = null) =>
  readDescription({ text: typeof value === "string" ? value : JSON.stringify(value), url });
const only = (found: Awaited<ReturnType<typeof read>>, key: string): Operation => {
  const operation = found.operations.find((each) => each.operation.key === key)?.operation;
  assert.ok(operation);
  return operation;
};

describe("readDescription", () => {
  it("reads each operation with what is said for its whole path", async () => {
    const found = await read(shop);
    const { title, version, format, server, flaws } = found;
    assert.deepEqual([title, version, format, flaws], ["Shop", "2.1", "OpenAPI 3.0.3", []]);
    assert.equal(server, "https://eu.shop.example.com/v2");
    const get = only(found, "getPerson");
    assert.deepEqual(
      get.parameters.map(({ name, in: place, required, style, schema }) => [
        ...[name, place, required, style, schema.type],
      ]),
      [["id", "path", true, "simple", "integer"]],
    );
    assert.deepEqual(get.answers[0]?.sample, { id: "7", name: "Ada" });
    assert.equal(only(found, "put /people/{id}").deprecated, true);
  });

  it("writes what holds itself once, and leaves out what only the other side writes", async () => {
    const put = only(await read(shop), "put /people/{id}");
    const schema = put.body?.contents[0]?.schema;
    assert.deepEqual(Object.keys(schema?.properties ?? {}).sort(), ["friends", "name", "note"]);
    assert.deepEqual(schema?.required?.toSorted(), ["name", "note"]);
    const person = put.defs[schema?.properties?.friends?.items?.ref ?? ""];
    assert.equal(person?.properties?.friends?.items?.ref, schema?.properties?.friends?.items?.ref);
  });

  it("maps how an operation lets in to kinds of connections", async () => {
    const found = await read(shop);
    assert.deepEqual(only(found, "getPerson").connectionKinds, ["api-key-query"]);
    assert.deepEqual(only(found, "put /people/{id}").connectionKinds, ["bearer"]);
  });

  it("lifts Swagger 2, from YAML, reached where it was found", async () => {
    const yaml = `
swagger: "2.0"
info: { title: Old shop, version: "1" }
basePath: /api
paths:
  /orders:
    post:
      operationId: addOrder
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: item, in: formData, type: string, required: true }
        - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: multi }
      responses: { "200": { description: ok } }
`;
    const found = await read(yaml, "https://old.example.com/docs/swagger.yaml");
    assert.equal(found.format, "Swagger 2.0");
    const add = only(found, "addOrder");
    assert.equal(add.server, "https://old.example.com/api");
    assert.equal(add.body?.contents[0]?.type, "application/x-www-form-urlencoded");
    assert.deepEqual(add.body?.contents[0]?.schema.required, ["item"]);
    assert.deepEqual(
      add.parameters.map(({ name, explode }) => [name, explode]),
      [["tags", true]],
    );
  });

  it("reads a description that breaks its standard, and says where", async () => {
    const { version: _, ...info } = { title: "Shop", version: "" };
    const found = await read({ ...shop, info });
    assert.equal(found.operations.length, 2);
    assert.match(found.flaws.join("; "), /version/);
  });

  for (const [what, text] of [
    ["a web page", "<!doctype html><p>Sign in</p>"],
    ["broken JSON", '{ "openapi": '],
    ["another version", '{ "openapi": "4.0.0", "paths": {} }'],
    ["no operations", '{ "openapi": "3.1.0", "paths": {} }'],
    ["a YAML bomb", bomb()],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(read(text), { code: "not_a_description" });
    });
  }
});

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 9; index++) {
    const aliases = Array(9)
      .fill(`*a${index - 1}`)
      .join(", ");
    lines.push(`a${index}: &a${index} [${aliases}]`);
  }
  return lines.join("\n");
}
