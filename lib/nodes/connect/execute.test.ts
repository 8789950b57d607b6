import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { XMLParser } from "fast-xml-parser";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { type ApiCall, readCall } from "#lib/systems/api-call.ts";
import type { Operation } from "#lib/systems/contract.ts";
import { missingValues } from "#lib/systems/missing-values.ts";
import { readDescription } from "#lib/systems/openapi/read-description.ts";
import { buildCall } from "#lib/systems/request/build-call.ts";
import { portsOf } from "../catalog.ts";
import { compileConfig } from "../compile-config.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

let answer: (response: ServerResponse) => void;
let received: Received | undefined;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = "", url = "", headers } = request;
  received = { method, url, headers, body: Buffer.concat(chunks).toString() };
  answer(response);
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
const offload = createOffload({ processes: 1 });
const noFiles = {
  save: () => Promise.reject(new Error("no file is saved")),
  open: () => Promise.reject(new Error("no file is read")),
};
let operations: Map<string, Operation>;

const orderSchema = {
  type: "object",
  required: ["item", "count"],
  properties: {
    item: { type: "string" },
    count: { type: "integer", minimum: 1 },
    gift: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    address: { type: "object", properties: { city: { type: "string" } } },
    pay: {
      oneOf: [
        { title: "Card", type: "object", properties: { card: { type: "string" } } },
        { title: "Invoice", type: "object", properties: { days: { type: "integer" } } },
      ],
    },
  },
};
const itemSchema = {
  type: "object",
  properties: {
    id: { type: "integer", xml: { attribute: true } },
    name: { type: "string", xml: { name: "label", prefix: "shop" } },
    tags: { type: "array", items: { type: "string" } },
    photos: {
      ...{ type: "array", xml: { wrapped: true } },
      items: { type: "string", xml: { name: "photo" } },
    },
    maker: {
      ...{ type: "object", xml: { namespace: "https://shop.example.com/maker" } },
      properties: { city: { type: "string" } },
    },
    none: { type: "string", nullable: true },
  },
};
const json = (schema: object) => ({ content: { "application/json": { schema } } });

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const description = {
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    servers: [{ url: `http://127.0.0.1:${port}/v1` }],
    paths: {
      "/shops/{shop}/orders": {
        parameters: [{ name: "shop", in: "path", required: true, schema: { type: "string" } }],
        get: {
          operationId: "list",
          parameters: [
            { name: "state", in: "query", schema: { type: "array", items: { type: "string" } } },
            {
              ...{ name: "filter", in: "query", style: "deepObject", explode: true },
              schema: { type: "object", properties: { from: { type: "integer" } } },
            },
            { name: "X-Trace", in: "header", schema: { type: "string" } },
            { name: "session", in: "cookie", schema: { type: "string" } },
          ],
          responses: { 200: { description: "ok", ...json({ type: "array", items: orderSchema }) } },
        },
        post: {
          operationId: "add",
          requestBody: { required: true, ...json(orderSchema) },
          responses: { 201: { description: "made", ...json(orderSchema) } },
        },
      },
      "/form": {
        post: {
          operationId: "form",
          requestBody: {
            content: {
              "application/x-www-form-urlencoded": {
                schema: orderSchema,
                encoding: { address: { style: "deepObject", explode: true } },
              },
              "multipart/form-data": {
                schema: orderSchema,
                encoding: { item: { contentType: "text/csv" } },
              },
            },
          },
          responses: {},
        },
      },
      "/xml": {
        put: {
          operationId: "xml",
          requestBody: {
            content: { "application/xml": { schema: { $ref: "#/components/schemas/Item" } } },
          },
          responses: {},
        },
      },
    },
  };
  const components = { schemas: { Item: itemSchema } };
  const read = await readDescription({
    text: JSON.stringify({ ...description, components }),
    url: null,
  });
  operations = new Map(read.operations.map(({ operation }) => [operation.key, operation]));
});
beforeEach(() => {
  received = undefined;
  answer = (response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"id":7}');
});
after(async () => {
  await http.close();
  offload.close();
  server.close();
});

const callOf = (key: string, call: Partial<ApiCall>): JsonObject => {
  const operation = operations.get(key);
  assert.ok(operation);
  const whole = { systemId: "s1", operation, values: {}, contentType: "", rawBody: null, ...call };
  return JSON.parse(JSON.stringify(whole));
};
/** As the engine does: templates first, then the step. */
async function run(call: JsonObject, scope: object = {}, config: JsonObject = {}) {
  const raw = { ...definition.defaults, ...config, call };
  const filled = compileConfig(definition, raw).resolve(scope);
  return await doneOf(executeNode(definition, execute, filled, { http, offload }));
}

describe("Connect Node", () => {
  it("API Integration: calls a REST operation with its parameters where they belong", async () => {
    const values = {
      path: { shop: "a/b" },
      query: { state: ["new", "paid"], filter: { from: "3" } },
      header: { "X-Trace": "t1" },
    };
    const done = await run(callOf("list", { values }));
    assert.equal(received?.url, "/v1/shops/a%2Fb/orders?state=new&state=paid&filter[from]=3");
    assert.equal(received?.headers["x-trace"], "t1");
    assert.deepEqual((done.output as { body: Json }).body, { id: 7 });
  });

  it("API Integration: cookies as the description writes them", async () => {
    const values = { path: { shop: "a" }, cookie: { session: "c 1" } };
    const request = await buildCall(readCall(callOf("list", { values })), "", noFiles);
    assert.equal(request.headers.cookie, "session=c%201");
  });

  it("Authentication: a connection signs the call", async () => {
    const connection = {
      ...{ id: "c1", kind: "bearer", name: "Shop" },
      settings: { allowedHosts: "127.0.0.1", allowInsecure: "true" },
      secrets: { token: "secret-token" },
    };
    const call = callOf("list", { values: { path: { shop: "a" } } });
    const config = { ...definition.defaults, call };
    await doneOf(executeNode(definition, execute, config, { http, offload, connection }));
    assert.equal(received?.headers.authorization, "Bearer secret-token");
  });

  it("Data Mapping: inserted values become what the schema wants, however deep", async () => {
    const body = {
      item: "{{ vars.item }}",
      count: "{{ vars.count }}",
      gift: "true",
      tags: "{{ vars.tags }}",
      address: { city: "{{ vars.city }}" },
      pay: { $choice: 1, value: { days: "14" } },
    };
    const scope = { vars: { item: 'A "cup"', count: "2", tags: ["x", "y"], city: "Köln" } };
    await run(callOf("add", { values: { path: { shop: "a" }, body } }), scope);
    assert.equal(received?.headers["content-type"], "application/json");
    assert.deepEqual(JSON.parse(received?.body ?? ""), {
      item: 'A "cup"',
      count: 2,
      gift: true,
      tags: ["x", "y"],
      address: { city: "Köln" },
      pay: { days: 14 },
    });
  });

  it("Data Mapping: a text where a number is wanted is told before anything is sent", async () => {
    const values = { path: { shop: "a" }, body: { item: "cup", count: "many" } };
    await assert.rejects(run(callOf("add", { values })), failsWith("invalid_value"));
    assert.equal(received, undefined);
  });

  it("Request Format: JSON as text, in place of the fields", async () => {
    const rawBody = '{ "item": {{ vars.item }}, "count": 1 }';
    const call = callOf("add", { values: { path: { shop: "a" } }, rawBody });
    await run(call, { vars: { item: 'a "b"' } });
    assert.deepEqual(JSON.parse(received?.body ?? ""), { item: 'a "b"', count: 1 });
  });

  it("Request Format: form data, with nested fields as the description encodes them", async () => {
    const body = { item: "cup & plate", count: "2", address: { city: "Rome" }, tags: ["a", "b"] };
    await run(callOf("form", { values: { body } }));
    assert.equal(received?.headers["content-type"], "application/x-www-form-urlencoded");
    assert.equal(received?.body, "item=cup%20%26%20plate&count=2&address[city]=Rome&tags=a&tags=b");
    await run(callOf("form", { values: { body }, contentType: "multipart/form-data" }));
    assert.match(received?.headers["content-type"] ?? "", /^multipart\/form-data; boundary=/);
    const parts = received?.body ?? "";
    assert.match(
      parts,
      /name="address"\r\nContent-Type: application\/json\r\n\r\n\{"city":"Rome"\}/,
    );
    assert.match(parts, /name="item"\r\nContent-Type: text\/csv\r\n\r\ncup/);
    assert.match(parts, /name="count"\r\n\r\n2/);
    assert.equal(received?.headers["content-length"], String(Buffer.byteLength(parts)));
  });

  it("Request Format: XML, with the names that the description gives its elements", async () => {
    const body = {
      ...{ id: 7, name: 'A "cup" & <more>', tags: ["a", "b"], photos: ["x.png", "y.png"] },
      ...{ maker: { city: "Rome" }, none: null },
    };
    await run(callOf("xml", { values: { body } }));
    assert.equal(received?.headers["content-type"], "application/xml");
    const written = received?.body ?? "";
    assert.match(written, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<Item id="7">/);
    const { Item } = new XMLParser({ ignoreAttributes: false }).parse(written);
    assert.deepEqual(Item, {
      ...{ "@_id": "7", "shop:label": 'A "cup" & <more>', tags: ["a", "b"] },
      ...{ photos: { photo: ["x.png", "y.png"] } },
      maker: { "@_xmlns": "https://shop.example.com/maker", city: "Rome" },
    });
  });

  it("Error Handling: a failing status fails, unless it has an outlet of its own", async () => {
    answer = (response) =>
      response.writeHead(404, { "content-type": "application/json" }).end('{"why":"none"}');
    const call = callOf("list", { values: { path: { shop: "a" } } });
    await assert.rejects(run(call), failsWith("upstream_status"));
    const outlets = [{ id: "o1", status: "404, 409-410", label: "Not found" }];
    const done = await run(call, {}, { outlets });
    assert.equal(done.port, "o1");
    assert.deepEqual((done.output as { body: Json }).body, { why: "none" });
    assert.deepEqual(
      portsOf(definition, { outlets }).map(({ id, label }) => [id, label]),
      [
        ["done", "Done"],
        ["o1", "Not found"],
        ["failed", "Failed"],
      ],
    );
  });

  it("API Endpoint: another server's address in place of the description's", async () => {
    const operation = operations.get("list");
    const serverUrl = `${operation?.server.replace("/v1", "")}/other/`;
    const call = callOf("list", { values: { path: { shop: "a" } } });
    await run(call, {}, { serverUrl });
    assert.equal(received?.url, "/other/shops/a/orders");
  });

  it("Response Handling: its fields are known before the first run", () => {
    const sample = definition.sample({ call: callOf("list", {}) }) as { body: Json };
    const [first] = sample.body as JsonObject[];
    assert.deepEqual(Object.keys(first ?? {}).slice(0, 2), ["item", "count"]);
  });

  it("names what is needed and not filled in", () => {
    const missing = missingValues(callOf("add", { values: { body: { item: "cup" } } }));
    assert.deepEqual(
      missing.map(({ path }) => path),
      ["values.path.shop", "values.body.count"],
    );
  });
});
