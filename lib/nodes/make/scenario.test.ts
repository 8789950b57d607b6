import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { make as kind } from "#lib/connections/kinds/make/definition.ts";
import { readValues } from "#lib/connections/read-values.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import type { ResolvedConnection } from "../contract.ts";
import { executors } from "../executors.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { type HookCall, hookConnection, startLocalHook } from "../testing/local-hook.fixture.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

let make: Awaited<ReturnType<typeof startLocalHook>>;
let http: HttpClient;
let offload: Offload;

/** Make's API as its reference documents it, and its hooks. */
const api: { [path: string]: () => unknown } = {
  "/api/v2/organizations": () => ({ organizations: [{ id: 11, name: "Engines", timezoneId: 1 }] }),
  "/api/v2/teams?organizationId=11": () => ({
    teams: [
      { id: 4, name: "Sales", organizationId: 11 },
      { id: 5, name: "Support" },
    ],
  }),
  "/api/v2/hooks?teamId=4&typeName=gateway-webhook": () => ({
    hooks: [
      hookOf(40, "Lead hook", 925),
      hookOf(41, "Old hook", 926),
      hookOf(42, "Spare hook", null),
      { ...hookOf(43, "Mail", 927), typeName: "gateway-mailhook" },
    ],
  }),
  "/api/v2/scenarios?teamId=4": () => ({
    scenarios: [
      { id: 925, name: "Leads", teamId: 4, hookId: 40, isActive: true, isPaused: false },
      { id: 926, name: "Leads", teamId: 4, hookId: 41, isActive: false, isPaused: false },
    ],
  }),
  "/api/v2/hooks/40": () => ({ hook: hookOf(40, "Lead hook", 925) }),
  "/api/v2/hooks/44": () => ({ hook: { ...hookOf(44, "Gone", null), gone: true } }),
};

function hookOf(id: number, name: string, scenarioId: number | null) {
  const url = `${make.origin}/chosen-hook-${id}-abcdef`;
  return { id, name, teamId: 4, typeName: "gateway-webhook", enabled: true, scenarioId, url };
}

function answer({ path, headers }: HookCall) {
  if (!path.startsWith("/api/")) return { body: "Accepted" };
  if (headers.authorization !== "Token make-token-0123456789") return { status: 401, body: "{}" };
  const found = api[path];
  const json = { "content-type": "application/json" };
  return found === undefined
    ? { status: 404, headers: json, body: "{}" }
    : { headers: json, body: JSON.stringify(found()) };
}

before(async () => {
  make = await startLocalHook();
  http = createHttpClient({ allow: [make.host] });
  offload = createOffload();
});
beforeEach(() => {
  make.calls.length = 0;
  make.answer(answer);
});
after(async () => {
  await http.close();
  offload.close();
  await make.close();
});

let count = 0;
/** A connection of its own for each test: addresses are kept for a while by connection. */
function connectionWith(apiToken: string): ResolvedConnection {
  const settings = { zone: make.origin };
  return {
    ...hookConnection("make", make.origin, { settings, secrets: { apiToken } }),
    id: `c${++count}`,
  };
}
const signed = () => connectionWith("make-token-0123456789");

function load(field: string, config = {}, connection: ResolvedConnection | undefined = signed()) {
  const options = executors.make?.options?.[field] ?? assert.fail(field);
  return options({ config, connection, http, signal: new AbortController().signal });
}

function send(hookId: string, context: TestContext = {}) {
  const config = { data: [{ name: "email", value: "a@example.com" }], hookId };
  return doneOf(
    executeNode(definition, execute, config, { http, offload, connection: signed(), ...context }),
  );
}

describe("Scenario Setup with a Make token", () => {
  it("lists the teams of each organization", async () => {
    assert.deepEqual(await load("team"), [
      { value: "4", label: "Sales", note: "Engines" },
      { value: "5", label: "Support", note: "Engines" },
    ]);
  });

  it("lists a team's scenarios by their hooks, and says whether they are on", async () => {
    assert.deepEqual(await load("hookId", { team: "4" }), [
      { value: "40", label: "Leads (40)", note: "The scenario is on. Hook: Lead hook." },
      { value: "41", label: "Leads (41)", note: "The scenario is switched off. Hook: Old hook." },
      { value: "42", label: "Spare hook", note: "No scenario uses this hook. Hook: Spare hook." },
    ]);
    assert.deepEqual(await load("hookId", { team: "" }), []);
  });

  it("says what is missing when there is no token, or Make refuses it", async () => {
    const without = hookConnection("make", make.origin);
    await assert.rejects(
      load("team", {}, without),
      failsWith("connection_missing", /no API token/),
    );
    const wrong = connectionWith("another-token-000");
    await assert.rejects(
      load("team", {}, wrong),
      failsWith("hook_refused", /refused the API token/),
    );
  });

  it("sends to the chosen scenario, asks for its address once, and keeps it secret", async () => {
    const connection = signed();
    const secrets: string[] = [];
    const keepSecret = (secret: string) => void secrets.push(secret);
    const { output } = await send("40", { connection, keepSecret });
    await send("40", { connection, keepSecret });
    const paths = make.calls.map(({ path }) => path);
    assert.deepEqual(paths, [
      "/api/v2/hooks/40",
      "/chosen-hook-40-abcdef",
      "/chosen-hook-40-abcdef",
    ]);
    assert.equal(make.calls[1]?.headers.authorization, undefined, "the token goes to the API only");
    assert.deepEqual(secrets, Array(2).fill(`${make.origin}/chosen-hook-40-abcdef`));
    assert.doesNotMatch(JSON.stringify(output), /chosen-hook/);
  });

  it("sends nothing when Make cannot be asked, and may try again", async () => {
    make.answer({ status: 503 });
    await assert.rejects(send("40"), failsWith("hook_not_taken", /Make's API answered 503/));
    make.answer(answer);
    await assert.rejects(send("44"), failsWith("hook_gone"));
    await assert.rejects(send("99"), failsWith("hook_refused", /no such team or hook/));
    await assert.rejects(send("../users"), failsWith("invalid_config"));
    make.answer({ body: "Accepted" });
    await assert.rejects(send("40"), failsWith("hook_not_taken", /something else/));
    await assert.rejects(load("team"), failsWith("hook_not_taken", /something else/));
    assert.ok(make.calls.every(({ path }) => path.startsWith("/api/")));
  });

  it("takes only a zone of Make's", () => {
    const values = (zone: string) => ({ hookUrl: "https://hook.eu1.make.com/abc", zone });
    assert.throws(() => readValues(kind, values("https://evil.test")), /not a host of this/);
    assert.equal(
      readValues(kind, values("https://eu2.make.com")).settings.zone,
      "https://eu2.make.com",
    );
  });
});
