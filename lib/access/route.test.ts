import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import type { Actor, Role } from "./contract.ts";
import { route } from "./route.ts";

let app: FastifyInstance;
let worked: unknown[] = [];

/** The cookie's value is the role; the sign-in itself is tested with the access service. */
const access = {
  async actorFromCookies(cookie: string | undefined): Promise<Actor | null> {
    if (cookie === undefined) return null;
    return {
      userId: "u1",
      name: "Ada",
      workspaceId: "w1",
      role: cookie as Role /* the test sends nothing else */,
      sessionIdHash: "",
      ip: "",
      userAgent: "",
      requestId: "",
    };
  },
};

before(async () => {
  app = fastify();
  route(
    app,
    { access },
    {
      method: "GET",
      url: "/things/:id",
      permission: "connections.manage",
      params: z.strictObject({ id: z.string().regex(/^t\d+$/, "That is not a thing.") }),
      query: z.strictObject({ limit: z.coerce.number().max(10).default(5) }),
      handler: async (actor, input) => {
        worked.push(input);
        if (input.params.id === "t404") throw new UserError("not_found", "No such thing.");
        if (input.params.id === "t500") throw new Error("password=hunter22");
        return { by: actor.role, ...input };
      },
    },
  );
  route(
    app,
    { access },
    { method: "GET", url: "/plain", permission: "flows.read", handler: async () => ({ ok: true }) },
  );
  await app.ready();
});
after(() => app.close());

async function get(url: string, cookie?: string) {
  worked = [];
  return await app.inject({ url, headers: cookie === undefined ? {} : { cookie } });
}

it("hands typed input to the work of somebody who may", async () => {
  const response = await get("/things/t1?limit=7", "admin");
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), { by: "admin", params: { id: "t1" }, query: { limit: 7 } });
  assert.equal(response.headers["cache-control"], "no-store");
});

it("answers a problem, and does no work, for everybody else and for odd input", async () => {
  const cases: [string, string | undefined, number, string][] = [
    ["/things/t1", undefined, 401, "not_signed_in"],
    ["/things/t1", "editor", 403, "not_permitted"],
    ["/things/t1", "viewer", 403, "not_permitted"],
    ["/things/x", "admin", 422, "invalid_input"],
    ["/things/t1?limit=11", "admin", 422, "invalid_input"],
    ["/things/t1?unknown=1", "admin", 422, "invalid_input"],
    ["/plain?unknown=1", "viewer", 422, "invalid_input"],
  ];
  for (const [url, cookie, status, code] of cases) {
    const response = await get(url, cookie);
    assert.equal(response.statusCode, status, url);
    assert.match(String(response.headers["content-type"]), /^application\/problem\+json/);
    assert.equal(response.headers["cache-control"], "no-store");
    assert.deepEqual([response.json().code, response.json().status], [code, status]);
    assert.deepEqual(worked, []);
  }
});

it("tells errors by their code and keeps foreign ones to itself", async () => {
  const known = await get("/things/t404", "owner");
  assert.deepEqual([known.statusCode, known.json().message], [404, "No such thing."]);
  const foreign = await get("/things/t500", "owner");
  assert.deepEqual([foreign.statusCode, foreign.json().code], [500, "internal"]);
  assert.ok(!foreign.body.includes("hunter22"));
});
