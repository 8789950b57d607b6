import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { buildSchema, parse, validate } from "graphql";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { readCall } from "#lib/systems/api-call.ts";
import { compareOperations } from "#lib/systems/compare-operations.ts";
import type { Operation } from "#lib/systems/contract.ts";
import { documentOf } from "#lib/systems/graphql/document.ts";
import { introspect } from "#lib/systems/graphql/introspect.ts";
import { readSchema } from "#lib/systems/graphql/read-schema.ts";
import type { GraphqlPicks } from "#lib/systems/graphql/shape.ts";
import { startYoga } from "#lib/systems/graphql/yoga.fixture.ts";
import { missingValues } from "#lib/systems/missing-values.ts";
import { compileConfig } from "../compile-config.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

let yoga: Awaited<ReturnType<typeof startYoga>>;
let http: HttpClient;
const offload = createOffload({ processes: 1 });
let operations: Map<string, Operation>;
const byKey = ({ operations: list }: Awaited<ReturnType<typeof readSchema>>) =>
  new Map(list.map(({ operation }) => [operation.key, operation]));

before(async () => {
  yoga = await startYoga();
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  const text = await introspect(http, yoga.url, undefined);
  operations = byKey(await readSchema({ text, url: yoga.url }));
});
beforeEach(() => {
  yoga.calls.length = 0;
  yoga.added.length = 0;
});
after(async () => {
  await http.close();
  offload.close();
  await yoga.close();
});

const operationOf = (key: string): Operation => operations.get(key) ?? assert.fail(key);
const callOf = (key: string, body: Json, more: JsonObject = {}): JsonObject =>
  JSON.parse(
    JSON.stringify({
      ...{ systemId: "s1", operation: operationOf(key), values: { body } },
      ...{ contentType: "", rawBody: null, ...more },
    }),
  );
async function run(call: JsonObject, scope: object = {}, context: TestContext = {}) {
  const raw = { ...definition.defaults, call };
  const filled = compileConfig(definition, raw).resolve(scope);
  const done = await doneOf(
    executeNode(definition, execute, filled, { http, offload, ...context }),
  );
  return (done.output as { body: Json }).body;
}

describe("Connect Node: GraphQL", () => {
  it("API Integration: every field of the schema's queries and mutations is an operation", async () => {
    assert.deepEqual([...operations.keys()].sort(), [
      ...["mutation.addOrder", "mutation.cancelOrder"],
      ...["query.busy", "query.fails", "query.find", "query.order", "query.orders"],
      ...["query.secret", "query.version"],
    ]);
    assert.equal(operationOf("query.orders").help, "Orders, the newest first.");
    assert.equal(operationOf("mutation.cancelOrder").deprecated, true);
    const fromText = byKey(await readSchema({ text: yoga.typeDefs, url: yoga.url }));
    assert.deepEqual([...fromText.keys()].sort(), [...operations.keys()].sort());
  });

  it("API Integration: the document of every operation is valid, as it begins and with all fields", () => {
    const schema = buildSchema(yoga.typeDefs);
    for (const { graphql } of operations.values()) {
      assert.ok(graphql);
      const all = (type: string, depth: number): GraphqlPicks =>
        Object.fromEntries(
          Object.entries(graphql.types[type]?.fields ?? {}).flatMap(
            ([name, field]): [string, true | GraphqlPicks][] => {
              if (field.within !== true) return [[name, true]];
              return depth > 2 ? [] : [[name, all(field.type, depth + 1)]];
            },
          ),
        );
      for (const picks of [null, all(graphql.returns, 0)]) {
        const document = documentOf(graphql, Object.keys(graphql.args), picks);
        assert.deepEqual(validate(schema, parse(document)), [], document);
      }
    }
  });

  it("Data Mapping: arguments are variables, of the types that the schema wants, never text of it", async () => {
    const input = {
      customerId: "{{ vars.customer }}",
      lines: [{ item: "{{ vars.item }}", count: "3" }],
      express: "true",
      tags: "{{ vars.tags }}",
    };
    const picks = { id: true, customer: { name: true } };
    const scope = { vars: { customer: 7, item: 'A "cup" }) { id }', tags: ["x", "y"] } };
    const body = await run(callOf("mutation.addOrder", { input }, { picks }), scope);
    assert.deepEqual(body, { id: "o9", customer: { name: "Ada" } });
    assert.deepEqual(yoga.added, [
      {
        customerId: "7",
        lines: [{ item: 'A "cup" }) { id }', count: 3 }],
        express: true,
        tags: ["x", "y"],
      },
    ]);
    const [call] = yoga.calls;
    assert.doesNotMatch(call?.query ?? "", /cup/);
    assert.equal(call?.headers["idempotency-key"], "run-1:node-1:0");
  });

  it("Response Handling: asks for what was picked, types of a union included", async () => {
    const picks = { "... on Customer": { name: true }, "... on Order": { lines: { item: true } } };
    const found = await run(callOf("query.find", { text: "a" }, { picks }));
    assert.deepEqual(found, [{ name: "Ada" }, { lines: [{ item: "Cup" }] }]);
    assert.equal(await run(callOf("query.version", {})), "1.0");
    const [first] = (await run(callOf("query.orders", { state: "PAID" }))) as JsonObject[];
    assert.deepEqual(first, {
      ...{ id: "o1", state: "PAID", total: "12.50", placedAt: "2026-01-31T09:00:00Z" },
    });
    assert.equal(yoga.calls.at(-1)?.headers["idempotency-key"], undefined);
    // What the schema does not have is not asked for, whatever a stored step says.
    const stale = { gone: true, id: true } as const;
    assert.deepEqual(await run(callOf("query.order", { id: "o1" }, { picks: stale })), {
      id: "o1",
    });
  });

  it("Error Handling: errors in a 200 are failures, each by its code", async () => {
    const fails = (key: string) => run(callOf(key, {}));
    await assert.rejects(
      fails("query.fails"),
      failsWith(
        "graphql_error",
        /“fails” was answered with an error at fails: The order book is torn/,
      ),
    );
    await assert.rejects(fails("query.secret"), (error: { next?: string }) =>
      /Check the connection/.test(error.next ?? ""),
    );
    await assert.rejects(fails("query.busy"), (error: Error) => error.name === "UpstreamError");
    await assert.rejects(
      run(callOf("query.order", {}, { rawBody: "{}" })),
      failsWith("graphql_error"),
    );
  });

  it("Error Handling: the status counts too, and a file is no way around errors", async () => {
    let [status, text] = [429, '{"errors":[{"message":"Slower."}]}'];
    const server = createServer((_, response) =>
      response
        .writeHead(status, { "content-type": "application/json", "retry-after": "7" })
        .end(text),
    );
    const url = `http://127.0.0.1:${await listen(server)}/graphql`;
    const call = callOf("query.version", {});
    const elsewhere = { ...call, operation: { ...operationOf("query.version"), server: url } };
    const fails = (wanted: (error: Error & { retryAfterMs?: number; next?: string }) => boolean) =>
      assert.rejects(run(JSON.parse(JSON.stringify(elsewhere))), wanted);
    try {
      await fails(({ name, retryAfterMs }) => name === "UpstreamError" && retryAfterMs === 7_000);
      status = 403;
      await fails(({ next }) => /Check the connection/.test(next ?? ""));
      [status, text] = [502, "{ half"];
      await fails(failsWith("upstream_status", /502/));
    } finally {
      server.close();
      server.closeAllConnections();
    }
    const file = { ...definition.defaults, responseAs: "file", call: callOf("query.fails", {}) };
    const filled = compileConfig(definition, file).resolve({});
    await assert.rejects(
      executeNode(definition, execute, filled, { http, offload }),
      failsWith("graphql_error"),
    );
  });

  it("Authentication: the schema can be read by a connection, and the step has its own", async () => {
    const closed = await startYoga({ token: "s3cret-token" });
    const connection = {
      ...{ id: "c1", kind: "bearer", name: "Shop" },
      settings: { allowedHosts: closed.host, allowInsecure: "true" },
      secrets: { token: "s3cret-token" },
    };
    try {
      await assert.rejects(
        introspect(http, closed.url, undefined),
        failsWith("not_a_description", /Who are you/),
      );
      const text = await introspect(http, closed.url, connection);
      const read = byKey(await readSchema({ text, url: closed.url })).get("query.version");
      const call = JSON.parse(JSON.stringify({ ...callOf("query.version", {}), operation: read }));
      assert.equal(await run(call, {}, { connection }), "1.0");
      await assert.rejects(run(call), failsWith("graphql_error", /Who are you/));
    } finally {
      await closed.close();
    }
  });

  it("says what to do where the schema is kept secret, or where there is no GraphQL", async () => {
    const secret = await startYoga({ closed: true });
    const refused = introspect(http, secret.url, undefined);
    await assert.rejects(refused, failsWith("not_a_description", /Introspection is switched off/));
    await secret.close();
    const nowhere = introspect(http, `${yoga.url}/nothing`, undefined);
    await assert.rejects(nowhere, failsWith("not_a_description"));
    for (const text of ["{}", "type Query {", "type Other { a: Int }", "hello"]) {
      await assert.rejects(readSchema({ text, url: yoga.url }), failsWith("not_a_description"));
    }
  });

  it("is known before its first run: what it needs, what it does, what it answers", () => {
    const call = callOf("mutation.addOrder", { input: { lines: [] } });
    assert.deepEqual(
      missingValues(call).map(({ label }) => label),
      ["customerId"],
    );
    const picks = { id: true, lines: { item: true } } as const;
    const sample = definition.sample({ call: callOf("query.orders", {}, { picks }) });
    assert.deepEqual((sample as JsonObject).body, [{ id: "1042", lines: [{ item: "text" }] }]);
    const effects = (key: string) => definition.effects({ call: callOf(key, {}) });
    assert.deepEqual([effects("query.orders"), effects("mutation.addOrder")], ["read", "once"]);
    assert.equal(readCall(callOf("query.orders", {}, { picks })).picks?.id, true);
  });

  it("tells what a newer schema changed", async () => {
    const text = yoga.typeDefs
      .replace("version: String!", "health: String!")
      .replace("order(id: ID!): Order", "order(id: ID!, fresh: Boolean!): Order")
      .replace("placedAt: DateTime", "paidAt: DateTime");
    const now = [...byKey(await readSchema({ text, url: yoga.url })).values()];
    const before = [...byKey(await readSchema({ text: yoga.typeDefs, url: yoga.url })).values()];
    const changes = compareOperations(before, now);
    const of = (key: string) => changes.find((change) => change.key === key);
    assert.equal(of("query.version")?.kind, "removed");
    assert.equal(of("query.health")?.title, "Health (query health)");
    assert.deepEqual(of("query.order")?.details, [
      "The argument “fresh” is new, required.",
      "The answer’s field “paidAt” is new.",
      "The answer’s field “placedAt” is gone.",
    ]);
  });
});
