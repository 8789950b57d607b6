import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "#lib/access/contract.ts";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { ConnectionLimits } from "#lib/connections/limits.ts";
import {
  type OAuthServer,
  oauthApp,
  startOAuthServer,
} from "#lib/connections/oauth/oauth-server.fixture.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { openServicesBench, type ServicesBench } from "#lib/server/services-bench.fixture.ts";
import { FlowPlayer, step } from "./play-flows.fixture.ts";

/** An API that is slow enough for calls to meet in it, and one behind a real OAuth server. */
let calls = 0;
let underWay = 0;
let mostUnderWay = 0;
const server = createServer(async (_, response) => {
  calls++;
  underWay++;
  mostUnderWay = Math.max(mostUnderWay, underWay);
  await pause(60);
  underWay--;
  response.setHeader("content-type", "application/json").end(JSON.stringify({ call: calls }));
});
let provider: OAuthServer;
let bench: ServicesBench;
let owner: Actor;
let player: FlowPlayer;
let host = "";

before(async () => {
  host = `127.0.0.1:${await listen(server)}`;
  provider = await startOAuthServer({ redirectUris: [] });
  bench = await openServicesBench({ PATCHBAY_EGRESS_ALLOW: `${host},${provider.host}` });
  owner = await bench.member("owner");
  player = new FlowPlayer(bench, owner);
});
beforeEach(() => {
  [calls, underWay, mostUnderWay] = [0, 0, 0];
  provider.tokenRequests.length = 0;
});
after(async () => {
  await bench.close();
  await provider.close();
  server.close();
});

async function connect(
  kind: string,
  values: { [name: string]: string },
  limits?: ConnectionLimits,
) {
  const made = await bench.services.connections.create(owner, {
    ...{ name: randomUUID(), kind, values: { allowInsecure: "true", ...values } },
    ...(limits !== undefined && { limits }),
  });
  return made.id;
}
const app = () =>
  connect("oauth2-app", {
    ...{ issuer: provider.url, clientId: oauthApp.id, clientSecret: oauthApp.secret },
    ...{ scopes: "read:orders", basicClient: "true", allowedHosts: provider.host },
  });
const keyed = (limits?: ConnectionLimits) =>
  connect(
    "api-key-header",
    { headerName: "X-Key", value: "k-1234567", allowedHosts: host },
    limits,
  );
const grants = () => provider.tokenRequests.map(({ grant, status }) => `${grant} ${status}`);

describe("An API that OAuth protects", () => {
  it("a REST API step signs in as an app, and keeps the token for the next run", async () => {
    const flowId = await player.flowOf({
      ask: step("rest-api", "Ask", { url: `${provider.url}/api/me` }, await app()),
    });
    for (let run = 0; run < 2; run++) {
      const { output } = await player.play(flowId);
      assert.deepEqual(output("ask").body, { who: oauthApp.id, scope: "read:orders" });
    }
    assert.deepEqual(grants(), ["client_credentials 200"]);
  });

  it("without the connection the same call fails with the provider's 401", async () => {
    const { run, steps } = await player.run({
      ask: step("rest-api", "Ask", { url: `${provider.url}/api/me` }),
    });
    assert.equal(run.state, "failed");
    assert.match(JSON.stringify(steps.at(-1)?.error), /401/);
  });

  it("a Connect step calls an imported operation; its scheme names the kinds that fit", async () => {
    const flows = { clientCredentials: { tokenUrl: `${provider.url}/token`, scopes: {} } };
    const description = {
      ...{ openapi: "3.1.0", info: { title: "Orders", version: "1" } },
      servers: [{ url: provider.url }],
      components: { securitySchemes: { app: { type: "oauth2", flows } } },
      security: [{ app: ["read:orders"] }],
      paths: { "/api/me": { get: { operationId: "me", responses: {} } } },
    };
    const { systems } = bench.services;
    const { id: systemId } = await systems.import(owner, {
      ...{ name: randomUUID(), source: { text: JSON.stringify(description) } },
    });
    const operation = await systems.operation(owner, systemId, "me");
    assert.ok(operation.connectionKinds.includes("oauth2-app"));
    const call: JsonObject = JSON.parse(
      JSON.stringify({ systemId, operation, values: {}, contentType: "", rawBody: null }),
    );
    const { output } = await player.run({ ask: step("connect", "Ask", { call }, await app()) });
    assert.deepEqual(output("ask").body, { who: oauthApp.id, scope: "read:orders" });
  });

  it("an API that goes on refusing is asked once more with a new token, and no more", async () => {
    const { run } = await player.run({
      ask: step("rest-api", "Ask", { url: `${provider.url}/api/never` }, await app()),
    });
    assert.equal(run.state, "failed");
    assert.deepEqual(grants(), ["client_credentials 200", "client_credentials 200"]);
  });
});

describe("What a run's calls keep to", () => {
  const fiveAtOnce = async (connection: string) =>
    await player.run(
      {
        each: step("for-each", "Each", { list: "{{ trigger.list }}", mode: "at-once", atOnce: 5 }),
        ask: step("rest-api", "Ask", { url: `http://${host}/?n={{ loop.item }}` }, connection),
      },
      [["each", "each", "ask"]],
      { list: [1, 2, 3, 4, 5] },
    );

  it("a connection that allows one call at a time gets one at a time, from any number of branches", async () => {
    await fiveAtOnce(await keyed());
    assert.ok(mostUnderWay > 1, "without a limit they meet");
    mostUnderWay = 0;
    const { run } = await fiveAtOnce(await keyed({ rate: { atOnce: 1 } }));
    assert.deepEqual([run.state, calls, mostUnderWay], ["succeeded", 10, 1]);
  });

  it("an answer that is remembered is not fetched again, unless another connection asks", async () => {
    const ask = (connection: string) =>
      player.run({
        ask: step(
          ...(["rest-api", "Ask"] as const),
          { url: `http://${host}/`, remember: "yes", rememberSeconds: 60 },
          connection,
        ),
      });
    const [one, other] = [await keyed(), await keyed()];
    const first = await ask(one);
    const again = await ask(one);
    assert.deepEqual(again.output("ask").body, first.output("ask").body);
    assert.equal(calls, 1);
    await ask(other);
    assert.equal(calls, 2);
  });
});
