import type { Actor } from "#lib/access/contract.ts";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { RunningServices } from "../create-services.ts";
import {
  calledFlow,
  canaryChat,
  canaryFlow,
  canaryHook,
  canaryHookSender,
  canarySignedHooks,
  type Place,
} from "./canary-flows.fixture.ts";
import { behaviours } from "./echo-provider.fixture.ts";

type Bench = {
  services: RunningServices;
  actor: Actor;
  cookie: string;
  connections: readonly { id: string; kind: string }[];
  /** What the connection of a kind must not give away. */
  secretOf: (kind: string) => string;
  /** Of the provider. */
  origin: string;
  /** Of our own routes. */
  baseUrl: string;
  note: (place: string, text: string) => void;
  /** Else only one kind goes through everything twice, as a reading and as a writing request. */
  thorough: boolean;
};

const atOnce = 12;

/** Uses every connection in every way, and notes each answer that anybody gets. */
export async function sendCanaries(bench: Bench): Promise<{ runs: number; tests: number }> {
  const counts = { runs: 0, tests: 0 };
  const called = await bench.services.flows.create(bench.actor, {
    name: "Called",
    document: calledFlow(),
  });
  await publish(bench, called.id);
  for (const { id, kind } of bench.connections) {
    counts.tests += await testConnection(bench, id, kind);
    if (definitionOf("webhook-trigger")?.connection?.kinds.includes(kind)) {
      counts.runs += await callSignedHooks(bench, { connectionId: id, kind, origin: bench.origin });
    }
    if (connectionKindOf(kind)?.group === "hooks")
      counts.runs += await callTheirHooks(bench, id, kind);
    if (!definitionOf("rest-api")?.connection?.kinds.includes(kind)) continue;
    const place = { connectionId: id, kind, origin: bench.origin };
    const { document, triggers } = canaryFlow(place, bench.thorough || counts.runs === 0);
    const flow = await bench.services.flows.create(bench.actor, {
      name: `All of ${kind}`,
      document,
    });
    const left = [...triggers];
    const work = async () => {
      for (let trigger = left.shift(); trigger !== undefined; trigger = left.shift()) {
        await testRun(bench, flow.id, trigger);
        counts.runs++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await callHook(bench, canaryHook(place, called.id), kind);
    await chat(bench, canaryChat(place), kind);
    counts.runs += 4;
  }
  await readEverything(bench);
  return counts;
}

/** Tests the connection at every address that its kind's form lets an admin choose. */
async function testConnection(bench: Bench, id: string, kind: string): Promise<number> {
  const { services, actor, note, origin } = bench;
  const { settings } = (await services.connections.list(actor)).find((one) => one.id === id) ?? {};
  const key = ["testUrl", "baseUrl", "serverUrl", "tokenUrl"].find(
    (name) => settings?.[name] !== undefined,
  );
  const urls = Object.keys(behaviours).map((name) => `${origin}/${kind}/${name}`);
  const tries = key === undefined ? [""] : [...urls, "http://10.0.0.1/"];
  for (const url of tries.filter((one) => !one.endsWith("/hangs"))) {
    const told = await (async () => {
      if (key !== undefined)
        await services.connections.update(actor, id, { values: { [key]: url } });
      return await services.connections.test(actor, id, { sendSample: true });
    })().catch((error: unknown) => ({ error: String(error), ...Object(error) }));
    note(`test of ${kind}`, JSON.stringify(told));
  }
  // Its own address again, where what follows is let in.
  const own = key === undefined ? undefined : settings?.[key];
  if (key !== undefined && typeof own === "string")
    await services.connections.update(actor, id, { values: { [key]: own } });
  return tries.length;
}

/** Runs one chain of the draft, listening to its events as the editor does. */
async function testRun(bench: Bench, flowId: string, triggerNodeId: string): Promise<void> {
  const { services, actor, note } = bench;
  const { runId } = await services.runs.startTest(actor, { flowId, triggerNodeId });
  note("events", await readEvents(bench, `/api/events/runs/${runId}`, '"type":"finished"'));
  await get(bench, `/api/ui/runs/${runId}`);
}

async function readEvents(bench: Bench, path: string, until: string): Promise<string> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 15_000);
  const response = await fetch(`${bench.baseUrl}${path}`, {
    headers: { cookie: bench.cookie },
    signal: stop.signal,
  });
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) {
      text += decoder.decode(part, { stream: true });
      if (text.includes(until)) break;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  return text;
}

async function get(bench: Bench, path: string, headers: { [name: string]: string } = {}) {
  const response = await fetch(`${bench.baseUrl}${path}`, {
    headers: { cookie: bench.cookie, ...headers },
  });
  const text = await response.text();
  bench.note(`GET ${path.split("?")[0]?.replace(/[0-9a-f-]{36}/g, ":id")}`, text);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}

async function publish({ services, actor }: Bench, flowId: string): Promise<void> {
  const outcome = await services.flows.publish(actor, { flowId });
  if (!outcome.published) throw new Error(JSON.stringify(outcome.problems));
}

async function callHook(bench: Bench, document: unknown, kind: string): Promise<void> {
  const flow = await bench.services.flows.create(bench.actor, { name: `Hook ${kind}`, document });
  await publish(bench, flow.id);
  const { hooks } = await bench.services.flows.get(bench.actor, flow.id);
  const response = await fetch(`${bench.baseUrl}/hooks/${hooks[0]?.hookId}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  bench.note("webhook's answer", JSON.stringify([...response.headers]) + (await response.text()));
  // The called runs go on behind the answer.
  await until(async () => {
    const { runs } = await bench.services.runs.list(bench.actor, { flowId: flow.id });
    return runs.every(({ state }) => state === "succeeded" || state === "failed");
  });
}

/** The service's hook, going wrong in every way there is. */
async function callTheirHooks(bench: Bench, connectionId: string, kind: string): Promise<number> {
  const { services, actor, origin } = bench;
  const { document, triggers } = canaryHookSender({ kind, connectionId, origin });
  const flow = await services.flows.create(actor, { name: `Sends to ${kind}`, document });
  const secret = encodeURIComponent(bench.secretOf(kind));
  let runs = 0;
  for (const name of Object.keys(behaviours)) {
    const hookUrl = `${origin}/${kind}/${name}/${secret}`;
    await services.connections.update(actor, connectionId, { values: { hookUrl } });
    for (const trigger of bench.thorough ? triggers : triggers.slice(0, 1)) {
      await testRun(bench, flow.id, trigger);
      runs++;
    }
  }
  return runs;
}

/** Requests that show the secret where a signature is looked for, and in all that is kept of them. */
async function callSignedHooks(bench: Bench, place: Place): Promise<number> {
  const secret = bench.secretOf(place.kind);
  let accepted = 0;
  for (const document of canarySignedHooks(place)) {
    const flow = await bench.services.flows.create(bench.actor, { name: "Signed", document });
    await publish(bench, flow.id);
    const { hooks } = await bench.services.flows.get(bench.actor, flow.id);
    const header = encodeURIComponent(secret);
    const shown: { [name: string]: string }[] = [
      {},
      { "X-Signature": secret, "X-Hub-Signature-256": secret, "Stripe-Signature": secret },
      { "webhook-id": header, "webhook-timestamp": header, "webhook-signature": secret },
      { "X-Webhook-Token": header },
      { "X-Webhook-Token": secret },
    ];
    for (const headers of shown) {
      const query = `key=${encodeURIComponent(secret)}`;
      const response = await fetch(`${bench.baseUrl}/hooks/${hooks[0]?.hookId}?${query}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ id: secret, [secret]: [secret] }),
      });
      bench.note(`signed webhook's answer`, await response.text());
      if (response.ok) accepted++;
    }
  }
  await until(async () => {
    const { runs } = await bench.services.runs.list(bench.actor, { limit: 200 });
    return runs.every(({ state }) => state !== "queued" && state !== "running");
  });
  return accepted;
}

async function chat(bench: Bench, document: unknown, kind: string): Promise<void> {
  const { services, actor, note } = bench;
  const flow = await services.flows.create(actor, { name: `Chat ${kind}`, document });
  await publish(bench, flow.id);
  const { conversationId, token } = await services.chat.open(flow.slug);
  await services.chat.send(token, { clientId: "1", text: "Hello" });
  // Handed to people by then, unless the call is never let in: nobody has connected that account.
  await until(async () => {
    const text = await get(bench, `/api/ui/conversations/${conversationId}`);
    const { runs } = await services.runs.list(actor, { flowId: flow.id });
    return text.includes('"parked"') || runs.some(({ state }) => state === "failed");
  });
  const authorization = `Bearer ${token}`;
  await get(bench, "/chat/api/messages", { authorization });
  await get(bench, `/api/ui/conversations/${conversationId}/transcript?format=json`);
  note("chat", JSON.stringify(await services.chat.messages(token, 0)));
}

/** Everything that the pages read. */
async function readEverything(bench: Bench): Promise<void> {
  const flows = await bench.services.flows.list(bench.actor);
  const ofFlows = flows.flatMap(({ id }) => [
    `/api/ui/flows/${id}`,
    `/api/ui/flows/${id}/versions`,
    `/api/ui/flows/${id}/steps`,
  ]);
  const paths = [
    ...["/api/ui/account", "/api/ui/sessions", "/api/ui/flows", "/api/ui/connections"],
    ...["/api/ui/conversations", "/api/ui/runs?limit=200", "/api/ui/uses?limit=200"],
    ...["/api/ui/audit?limit=200", "/api/ui/audit/export?format=csv"],
    ...["/api/ui/audit/export?format=jsonl", ...ofFlows],
  ];
  for (const path of paths) await get(bench, path);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error("the condition did not come about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
