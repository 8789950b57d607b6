import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { flowDocument } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { openServicesBench, type ServicesBench } from "#lib/server/services-bench.fixture.ts";
import { builtInTemplates } from "./built-in/index.ts";

type Call = { method: string; path: string; body: Json };

/** Every system that templates talk to: answers by path, and notes what it was asked. */
let answers: { [path: string]: Json } = {};
let calls: Call[] = [];
/** Paths that are down. */
let down = new Set<string>();
const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const path = (request.url ?? "").split("?")[0] ?? "";
  const body: Json = text === "" ? null : JSON.parse(text);
  calls.push({ method: request.method ?? "", path: request.url ?? "", body });
  const status = down.has(path) ? 404 : 200;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(answers[path] ?? {}));
});
let bench: ServicesBench;
let owner: Actor;
let at = "";

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  at = `http://${host}`;
  bench = await openServicesBench({ PATCHBAY_EGRESS_ALLOW: host });
  owner = await bench.member("owner");
});
beforeEach(() => {
  answers = {};
  calls = [];
  down = new Set();
});
after(async () => {
  await bench.close();
  server.close();
});

const played = new Set<string>();
const lines = ["hi", "Ada", "ada@example.com", "A quote"];
const lead = { name: "Ada", email: "ada@example.com", request: "A quote" };

/** Sets a flow template up with addresses of the stand-in; parameters beside them by name. */
async function setUp(name: string, parameters: { [key: string]: string } = {}): Promise<string> {
  const id = `patchbay/${name}`;
  played.add(id);
  const one = await bench.services.templates.get(owner, id);
  const addresses = one.parameters
    .filter(({ kind }) => kind === "url")
    .map(({ key }) => [key, `${at}/${key}`]);
  const needed = one.connections.filter(({ required }) => required);
  const connections = await Promise.all(
    needed.map(async ({ ref, kinds }) => [ref, await hookOf(kinds[0] ?? "")] as const),
  );
  const values = {
    parameters: { ...Object.fromEntries(addresses), ...parameters },
    connections: Object.fromEntries(connections),
  };
  if (one.scope === "flow") {
    const input = { id, name: `${one.name} ${randomUUID().slice(0, 8)}`, folder: "", values };
    return (await bench.services.templates.use(owner, input)).flowId;
  }
  return await around(await bench.services.templates.fillSteps(owner, { id, values }));
}

/** A connection to a hook of this kind, at the stand-in. */
async function hookOf(kind: string): Promise<string> {
  const { id } = await bench.services.connections.create(owner, {
    ...{ name: `${kind} ${randomUUID().slice(0, 8)}`, kind },
    values: { hookUrl: `${at}/hook`, otherHost: "true", allowInsecure: "true" },
  });
  return id;
}

/** A flow around steps: the trigger that suits them, before the first of them. */
async function around({ clip }: { clip: string }): Promise<string> {
  const { nodes, edges } = JSON.parse(clip) as ReturnType<typeof flowDocument.parse>;
  const targets = new Set(edges.map(({ target }) => target));
  const first = nodes.find(({ id }) => !targets.has(id));
  const chats = nodes.some(({ type }) => definitionOf(type)?.needsChat === true);
  const type = chats ? "chat-trigger" : "manual-trigger";
  const trigger = {
    ...{ id: "start", key: "start", type, version: 1, name: "Start" },
    ...{ position: { x: -400, y: 0 }, config: definitionOf(type)?.defaults },
  };
  const begin = { id: "begin", source: "start", sourcePort: "done", target: first?.id };
  const variables = [
    { name: "email", initial: "ada@example.com" },
    { name: "name", initial: "Ada" },
    { name: "problem", initial: 'It says "no"' },
    { name: "request", initial: "A quote" },
  ];
  const document = flowDocument.parse({
    ...{ schemaVersion: 1, nodes: [trigger, ...nodes], edges: [begin, ...edges], variables },
  });
  const flow = await bench.services.flows.create(owner, { name: randomUUID(), document });
  return flow.id;
}

/** Says one line after the other in the preview, each once the chatbot has answered. */
async function talk(flowId: string, lines: readonly string[]): Promise<string[]> {
  const { token } = await bench.services.chat.openPreview(owner, flowId);
  const heard: string[] = [];
  let seen = 0;
  for (const text of lines) {
    const { seq } = await bench.services.chat.send(token, { clientId: randomUUID(), text });
    const messages = await until(async () => {
      const all = await bench.services.chat.messages(token, seen);
      return all.some((one) => one.direction === "out" && one.seq > seq) ? all : undefined;
    });
    seen = messages.at(-1)?.seq ?? seen;
    for (const one of messages) if (one.direction === "out") heard.push(one.content.text);
  }
  return heard;
}

/** What the first call wrote into a channel. */
function postedText(): string {
  const body = calls[0]?.body;
  return typeof body === "object" && body !== null && "text" in body ? String(body.text) : "";
}

/** Tests a flow by its first trigger. */
async function run(flowId: string, payload?: Json) {
  const { runId } = await bench.services.runs.startTest(owner, {
    flowId,
    ...(payload !== undefined && { payload }),
  });
  return await ended(runId);
}

const ended = (runId: string) =>
  until(async () => {
    const detail = await bench.services.runs.get(owner, runId);
    const { state } = detail.run;
    return state === "running" || state === "queued" ? undefined : detail;
  });

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It did not happen in 10 s.");
}

describe("Common use cases: templates, each played with its systems", () => {
  it("Standard workflows: order-status tells where the order is, and that one is unknown", async () => {
    answers["/address/orders/1042"] = { status: "shipped" };
    const flow = await setUp("order-status");
    const [, told] = await talk(flow, ["hello", "1042"]);
    assert.match(told ?? "", /1042 is on its way/);
    down.add("/address/orders/7");
    const [, unknown] = await talk(flow, ["hello", "7"]);
    assert.match(unknown ?? "", /could not find order 7/);
  });

  it("lead-capture puts the lead into the CRM, with quotes and all", async () => {
    const flow = await setUp("lead-capture", { thanks: 'Thank you, "friend"!' });
    const heard = await talk(flow, [
      "hi",
      'Ada "A" Lovelace',
      "ada@example.com",
      "A quote, please",
    ]);
    assert.equal(heard.at(-1), 'Thank you, "friend"!');
    assert.deepEqual(calls[0], {
      method: "POST",
      path: "/address",
      body: {
        name: 'Ada "A" Lovelace',
        email: "ada@example.com",
        message: "A quote, please",
        source: "chat",
      },
    });
  });

  it("support-desk hands over while open, and opens a ticket while closed", async () => {
    const flow = await setUp("support-desk");
    const heard = await talk(flow, ["help", "It is broken", "ada@example.com"]);
    assert.match(heard.at(-1) ?? "", /with you in a moment|opened a ticket/);
    if (/ticket/.test(heard.at(-1) ?? "")) assert.equal(calls.length, 1);
  });

  it("feedback asks those who are unhappy why, and keeps the answers", async () => {
    const flow = await setUp("feedback");
    const heard = await talk(flow, ["hi", "2", "Too slow"]);
    assert.equal(heard.at(-1), "Thank you very much!");
    await talk(flow, ["hi", "5"]);
    assert.deepEqual(
      calls.map(({ body }) => body),
      [
        { mark: 2, reason: "Too slow" },
        { mark: 5, reason: "" },
      ],
    );
  });

  it("Quick integrations: webhook-relay hands the data on in another shape, and says so when it cannot", async () => {
    const flow = await setUp("webhook-relay");
    const body = { name: "Ada", email: "ada@example.com" };
    const { run: taken } = await run(flow, { body });
    assert.equal(taken.state, "succeeded");
    assert.deepEqual(calls[0]?.body, { full_name: "Ada", email: "ada@example.com" });
    down.add("/address");
    const { steps } = await run(flow, { body });
    const answer = steps.find(({ nodeId }) => nodeId === "refused");
    assert.equal(answer?.state, "succeeded");
  });

  it("daily-report posts the figure, and that it could not be read", async () => {
    answers["/address"] = { total: 17 };
    const flow = await setUp("daily-report");
    await run(flow);
    down.add("/address");
    await run(flow);
    const posted = calls.filter(({ path }) => path === "/channel").map(({ body }) => body);
    assert.deepEqual(posted[0], { text: "Orders today: 17" });
    assert.match(JSON.stringify(posted[1]), /could not be read/);
  });

  it("failure-alarm names the flow and what went wrong", async () => {
    const flow = await setUp("failure-alarm");
    await run(flow, {
      flow: { id: "f", name: "Orders" },
      error: { code: "x", message: 'No "luck"' },
    });
    assert.deepEqual(calls[0]?.body, { text: '“Orders” failed: No "luck"' });
  });

  it("approval posts a link and waits for it", async () => {
    const flow = await setUp("approval");
    const { run: waiting } = await run(flow, { body: { name: "A refund" } });
    assert.equal(waiting.state, "waiting");
    const text = postedText();
    assert.match(text, /^A refund asks for approval/);
    const path = new URL(text.split("open: ")[1] ?? "").pathname;
    await bench.app.inject({ method: "POST", url: path, payload: {} });
    await until(async () => calls.find((call) => call.path === "/address"));
    assert.deepEqual(calls.at(-1)?.body, { name: "A refund", outcome: "approved" });
  });

  it("Best practice implementation: list-sync hands every entry on, and goes on when one fails", async () => {
    answers["/address"] = { items: [{ id: 1 }, { id: 2 }, { id: 3 }] };
    down.add("/target/2");
    const { run: synced } = await run(await setUp("list-sync"));
    assert.equal(synced.state, "succeeded");
    const paths = calls.filter(({ method }) => method === "PUT").map(({ path }) => path);
    assert.deepEqual(paths.sort(), ["/target/1", "/target/2", "/target/3"]);
  });

  it("contact-details asks three things and thanks", async () => {
    const flow = await setUp("contact-details");
    const heard = await talk(flow, ["hi", "Ada", "ada@example.com", "+49 30 901820"]);
    assert.equal(heard.at(-1), "Thank you, Ada.");
  });

  it("rate-us takes another path for those who are unhappy", async () => {
    const flow = await setUp("rate-us");
    assert.match((await talk(flow, ["hi", "5"])).at(-1) ?? "", /good to hear/);
    assert.match((await talk(flow, ["hi", "1"])).at(-1) ?? "", /do better/);
  });

  it("look-up-contact finds somebody, or nobody", async () => {
    answers["/address"] = [{ id: 9, name: "Ada" }];
    const flow = await setUp("look-up-contact");
    const { steps } = await run(flow);
    assert.equal(calls[0]?.path, "/address?email=ada%40example.com");
    assert.ok(steps.some(({ nodeId }) => nodeId === "keep"));
    answers["/address"] = [];
    assert.ok((await run(flow)).steps.some(({ nodeId }) => nodeId === "nobody"));
  });

  it("create-ticket tells the ticket's number", async () => {
    answers["/address"] = { id: "T-1" };
    const flow = await setUp("create-ticket");
    assert.match((await talk(flow, ["hi"])).at(-1) ?? "", /number T-1/);
    assert.deepEqual(calls[0]?.body, { subject: "Request from the chat", text: 'It says "no"' });
  });

  it("post-to-channel posts a line", async () => {
    await run(await setUp("post-to-channel"));
    assert.deepEqual(calls[0]?.body, { text: "Somebody new: Ada" });
  });

  it("office-hours says either that you are there or when", async () => {
    const flow = await setUp("office-hours");
    assert.match((await talk(flow, ["hi"])).at(-1) ?? "", /Good to have you here|closed just now/);
  });

  it("try-again-later waits before it calls again", async () => {
    down.add("/address");
    const { run: waiting } = await run(await setUp("try-again-later"));
    assert.equal(waiting.state, "waiting");
    assert.equal(calls.length, 1);
  });

  it("ask-for-approval posts a link and goes on once it was opened", async () => {
    const { run: waiting } = await run(await setUp("ask-for-approval"));
    const text = postedText();
    await bench.app.inject({
      method: "POST",
      url: new URL(text.split("approval: ")[1] ?? "").pathname,
      payload: {},
    });
    const { run: done, steps } = await until(async () => {
      const detail = await bench.services.runs.get(owner, waiting.id);
      return detail.run.state === "succeeded" ? detail : undefined;
    });
    assert.equal(done.state, "succeeded");
    assert.ok(steps.some(({ nodeId }) => nodeId === "approved"));
  });

  it("each-of-a-list sends every entry", async () => {
    await run(await setUp("each-of-a-list", { list: "[1, 2, 3]" }));
    assert.deepEqual(calls.map(({ body }) => body).sort(), [1, 2, 3]);
  });

  it("leads-to-zapier hands the lead over", async () => {
    const heard = await talk(await setUp("leads-to-zapier"), lines);
    assert.equal(heard.at(-1), "Thank you, Ada. We will be in touch.");
    assert.deepEqual(calls[0]?.body, lead);
  });

  it("make-decides goes on by the scenario's answer", async () => {
    const flow = await setUp("make-decides");
    answers["/hook"] = { status: "qualified" };
    assert.match((await talk(flow, lines)).at(-1) ?? "", /call you today/);
    assert.deepEqual(calls[0]?.body, lead);
    answers["/hook"] = { status: "cold" };
    assert.match((await talk(flow, lines)).at(-1) ?? "", /will write to you/);
  });

  it("send-to-zapier sends a contact once", async () => {
    const flow = await setUp("send-to-zapier");
    await run(flow);
    await run(flow);
    assert.deepEqual(
      calls.map(({ body }) => body),
      [{ name: "Ada", email: "ada@example.com" }],
    );
  });

  it("ask-make keeps the answer", async () => {
    answers["/hook"] = { owner: "Grace" };
    const { steps } = await run(await setUp("ask-make"));
    const kept = steps.find(({ nodeId }) => nodeId === "keep");
    assert.deepEqual(kept?.vars, { answer: { owner: "Grace" } });
  });

  it("changes-to-pabbly sends when something is different", async () => {
    const flow = await setUp("changes-to-pabbly");
    await run(flow);
    await run(flow);
    assert.equal(calls.length, 1);
  });

  it("have all been played", () => {
    assert.deepEqual(
      [...builtInTemplates.keys()].filter((id) => !played.has(id)),
      [],
    );
  });
});
