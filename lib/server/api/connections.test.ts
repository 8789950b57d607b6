import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Scope, scopeNames } from "#lib/access/api-keys/scopes.ts";
import type { Actor } from "#lib/access/contract.ts";
import { connectionKinds } from "#lib/connections/kinds.ts";
import { openServicesBench, type ServicesBench } from "../services-bench.fixture.ts";

type Body = { [name: string]: unknown };
type Kind = {
  kind: string;
  fields: { key: string; required: boolean; secret: boolean; help: string }[];
  valuesSchema: { properties: { [key: string]: Body }; required?: string[] };
};

let bench: ServicesBench;
let owner: Actor;
let key: string;
before(async () => {
  bench = await openServicesBench();
});
after(() => bench.close());
beforeEach(async () => {
  owner = await bench.member("owner");
  key = await bench.key(owner, [...scopeNames]);
});

async function call(method: "GET" | "POST" | "PATCH" | "PUT", path: string, body?: object) {
  const answer = await bench.app.inject({
    ...{ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` } },
    ...(body !== undefined && { payload: body }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() as Body };
}

const made = (more: object = {}) =>
  call("POST", "/connections", {
    ...{ name: "Shop", kind: "bearer", values: { token: "a-secret-token" } },
    ...more,
  });

test("kinds tell what a new connection takes, and a connection made by that is one", async () => {
  const { status, body } = await call("GET", "/connection-kinds");
  assert.equal(status, 200);
  const kinds = body.data as Kind[];
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    connectionKinds.map(({ id }) => id),
  );
  for (const { kind, fields, valuesSchema } of kinds) {
    assert.deepEqual(
      Object.keys(valuesSchema.properties),
      fields.map((field) => field.key),
      kind,
    );
    for (const field of fields) {
      const secret = valuesSchema.properties[field.key]?.writeOnly === true;
      assert.equal(secret, field.secret, `${kind}.${field.key}`);
      assert.ok(field.help !== undefined);
    }
  }
  const basic = kinds.find(({ kind }) => kind === "basic");
  const values = Object.fromEntries(
    (basic?.valuesSchema.required ?? []).map((name) => [name, "something"]),
  );
  assert.deepEqual(Object.keys(values), ["username"]);
  const created = await made({ kind: "basic", values });
  assert.equal(created.status, 201, JSON.stringify(created.body));
});

test("one connection is read without its secret, and another workspace's is not there", async () => {
  const { body } = await made();
  const read = await call("GET", `/connections/${body.id}`);
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, body);
  assert.ok(!JSON.stringify(read.body).includes("a-secret-token"));
  key = await bench.key(await bench.member("owner"), ["connections:read"] satisfies Scope[]);
  assert.equal((await call("GET", `/connections/${body.id}`)).status, 404);
});

test("limits, grants and the end are written and read, and what is left out stays", async () => {
  const care = {
    limits: { flows: ["f1"], methods: ["GET"] },
    grants: { roles: ["editor"], people: [] },
    expiresAt: "2031-05-04T00:00:00.000Z",
  };
  const { body } = await made(care);
  const path = `/connections/${body.id}`;
  const renamed = await call("PATCH", path, { name: "Store" });
  assert.deepEqual(
    [renamed.body.limits, renamed.body.grants, renamed.body.expiresAt],
    [care.limits, care.grants, care.expiresAt],
  );
  const eased = await call("PATCH", path, { limits: {}, expiresAt: null });
  assert.deepEqual([eased.body.limits, eased.body.expiresAt], [{}, null]);
  assert.deepEqual(eased.body.grants, care.grants);
  const wrong = await call("PATCH", path, { grants: { roles: ["king"] } });
  assert.equal(wrong.status, 422);
});

test("a wrong method is told which ones there are, and an unknown path that it is none", async () => {
  const wrong = await call("PUT", "/connections/one?x=1");
  assert.deepEqual([wrong.status, wrong.body.code], [405, "method_not_allowed"]);
  assert.equal(wrong.headers.allow, "GET, HEAD, PATCH, DELETE");
  assert.match(String(wrong.headers["content-type"]), /^application\/problem\+json/);
  assert.equal((await call("POST", "/openapi.json")).headers.allow, "GET, HEAD");
  for (const path of ["/nothing", "/connections/one/more/parts"]) {
    const { status, body, headers } = await call("GET", path);
    assert.deepEqual([status, body.status, body.code], [404, 404, "not_found"], path);
    assert.match(String(headers["content-type"]), /^application\/problem\+json/);
  }
});
