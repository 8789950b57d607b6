import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { judgeOperations } from "./judge-operations.fixture.ts";

const specs = process.env.PATCHBAY_SPECS ?? "";

const description = {
  openapi: "3.0.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://shop.example.com/v1" }],
  paths: {
    "/orders/{id}": {
      post: {
        operationId: "change",
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "integer" } },
          { name: "tags", in: "query", schema: { type: "array", items: { type: "string" } } },
          {
            ...{ name: "made", in: "query", style: "deepObject", explode: true },
            schema: { type: "object", required: ["gt"], properties: { gt: { type: "integer" } } },
          },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["count"],
                properties: { count: { type: "integer", minimum: 1 } },
              },
            },
          },
        },
        responses: { 200: { description: "ok" } },
      },
    },
  },
};

describe("an operation's form and request, before an independent judge", () => {
  it("are accepted, lists and deepObject included", async () => {
    const { refused, accepted } = await judgeOperations(JSON.stringify(description));
    assert.deepEqual(refused, []);
    assert.equal(accepted, 1);
  });

  for (const name of ["github", "stripe"]) {
    it(`are accepted for some operations of ${name}`, { skip: specs === "" }, async () => {
      const text = await readFile(join(specs, `${name}.openapi.json`), "utf8");
      assert.deepEqual((await judgeOperations(text, 5)).refused, []);
    });
  }
});
