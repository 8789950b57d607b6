import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { chatTarget, openChatBench, type Script } from "#lib/chat/chat-bench.fixture.ts";
import type { ChatEvent } from "#lib/chat/contract.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import { registerChatRoutes } from "./chat.ts";

describe("chat routes", () => {
  let script: Script;
  let live: LiveTarget | null;
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let app: FastifyInstance;
  let base: string;

  before(async () => {
    bench = await openChatBench((turn) => script(turn));
    const served = await serve();
    app = served.app;
    base = served.base;
  });
  after(async () => {
    await app.close();
    await bench.close();
  });
  beforeEach(() => {
    script = async ({ text, say }) => {
      await say(`you said ${text}`);
      return "end";
    };
    live = chatTarget({ chat: { allowedOrigins: ["https://shop.example"] } });
    bench.publish(live);
  });

  async function serve(options: Parameters<typeof registerChatRoutes>[2] = {}) {
    const server = Fastify();
    registerChatRoutes(
      server,
      {
        chat: bench.startProcess(),
        flows: { liveBySlug: async (slug) => (live?.slug === slug ? live : null) },
        workspace: {
          chatLook: async () => ({
            ...{ chatName: "", accent: "#ffcc00", locale: "", logoPath: null },
            texts: { placeholder: "", send: "", ended: "", offline: "", closed: "" },
          }),
        },
        settings: { baseUrl: "http://patchbay.example" },
      },
      options,
    );
    return { app: server, base: await server.listen({ port: 0, host: "127.0.0.1" }) };
  }

  const open = async (at = base, headers: { [name: string]: string } = {}) =>
    fetch(`${at}/chat/api/pizza/conversations`, { method: "POST", headers });
  const openToken = async (at = base): Promise<string> => (await (await open(at)).json()).token;
  const send = (token: string, body: unknown, at = base, headers: { [n: string]: string } = {}) =>
    fetch(`${at}/chat/api/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const read = async (token: string, afterSeq = 0) =>
    fetch(`${base}/chat/api/messages?after=${afterSeq}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  /** Reads a stream until `enough`, then cuts the connection. */
  async function hear(
    token: string,
    afterSeq: number,
    enough: (events: ChatEvent[], raw: string) => boolean,
    at = base,
  ): Promise<ChatEvent[]> {
    const cut = new AbortController();
    const response = await fetch(`${at}/chat/api/stream?after=${afterSeq}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: cut.signal,
    });
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    const events: ChatEvent[] = [];
    let raw = "";
    let text = "";
    try {
      for await (const chunk of response.body ?? []) {
        raw += Buffer.from(chunk).toString();
        text += Buffer.from(chunk).toString();
        const lines = text.split("\n");
        text = lines.pop() ?? "";
        for (const line of lines) {
          if (line.startsWith("data: ")) events.push(JSON.parse(line.slice(6)));
        }
        if (enough(events, raw)) break;
      }
    } finally {
      cut.abort();
    }
    return events;
  }
  const texts = (events: ChatEvent[]) =>
    events.flatMap((event) => (event.type === "message" ? [event.message.content.text] : []));

  it("tells the button's colour, as it can be seen, to websites that may use the chat", async () => {
    const look = (origin?: string, slug = "pizza") =>
      fetch(`${base}/chat/api/${slug}/look`, { headers: origin ? { origin } : {} });
    const answer = await look("https://shop.example");
    assert.equal(answer.headers.get("access-control-allow-origin"), "https://shop.example");
    const { color, onColor } = await answer.json();
    assert.match(color, /^#[0-9a-f]{6}$/);
    assert.deepEqual([color === "#ffcc00", onColor], [false, "#000000"]);
    assert.equal((await look("https://stranger.example")).status, 403);
    assert.equal((await look(undefined, "no-such-chat")).status, 404);
  });

  it("opens, accepts, streams and reads a conversation", async () => {
    const opened = await open();
    assert.equal(opened.status, 201);
    assert.equal(opened.headers.get("cache-control"), "no-store");
    const { token, title } = await opened.json();
    assert.equal(title, "Pizza");
    const heard = hear(token, 0, (events) => texts(events).length === 2);
    const sent = await send(token, { clientId: "c1", text: " hi " });
    assert.equal(sent.status, 202);
    assert.equal((await sent.json()).seq, 1);
    assert.deepEqual(texts(await heard), ["hi", "you said hi"]);
    const { messages } = await (await read(token)).json();
    assert.partialDeepStrictEqual(messages, [
      { seq: 1, direction: "in", clientId: "c1" },
      { seq: 2, direction: "out" },
    ]);
  });

  it("gives each message once to a client that is cut off again and again", async () => {
    const token = await openToken();
    const sending = (async () => {
      for (let n = 0; n < 12; n++) await send(token, { clientId: `c${n}`, text: `m${n}` });
    })();
    const seqs: number[] = [];
    while (seqs.length < 24) {
      // Every connection ends after one more message.
      const events = await hear(token, seqs.at(-1) ?? 0, (all) => texts(all).length > 0);
      const message = events.find((event) => event.type === "message");
      if (message?.type === "message") seqs.push(message.message.seq);
    }
    await sending;
    assert.deepEqual(
      seqs,
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
  });

  it("refuses by name what it cannot take", async () => {
    const token = await openToken();
    const refusals: [Promise<Response>, number, string][] = [
      [fetch(`${base}/chat/api/nobody/conversations`, { method: "POST" }), 404, "not_published"],
      [fetch(`${base}/chat/api/messages`), 401, "invalid_token"],
      [read("pbc_wrong"), 404, "conversation_not_found"],
      [send(token, "{broken"), 400, "invalid_json"],
      [send(token, { clientId: "1", text: "  " }), 422, "invalid_input"],
      [send(token, { clientId: "1", text: "x", extra: 1 }), 422, "invalid_input"],
      [send(token, { clientId: "1", text: "x".repeat(4001) }), 413, "message_too_long"],
      [send(token, { clientId: "1", text: "x".repeat(70_000) }), 413, "body_too_large"],
      [
        send(token, "a=b", base, { "content-type": "application/x-www-form-urlencoded" }),
        415,
        "unsupported_media_type",
      ],
    ];
    for (const [request, status, code] of refusals) {
      const response = await request;
      assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
      assert.partialDeepStrictEqual(await response.json(), { code });
      assert.equal(response.status, status);
    }
    assert.deepEqual((await (await read(token)).json()).messages, []);
  });

  it("serves the flow's own websites and no other", async () => {
    const own = await open(base, { origin: base });
    assert.equal(own.status, 201);
    const shop = await open(base, { origin: "https://shop.example" });
    assert.equal(shop.headers.get("access-control-allow-origin"), "https://shop.example");
    const { token } = await shop.json();

    const evil = { origin: "https://evil.example" };
    const refused = await open(base, evil);
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get("access-control-allow-origin"), null);
    assert.equal((await send(token, { clientId: "1", text: "x" }, base, evil)).status, 403);
    assert.equal((await open(base, { origin: "null" })).status, 403);
    const allowed = await send(token, { clientId: "1", text: "x" }, base, {
      origin: "https://shop.example",
    });
    assert.equal(allowed.status, 202);
    assert.equal(allowed.headers.get("access-control-allow-origin"), "https://shop.example");

    const preflight = await fetch(`${base}/chat/api/messages`, {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /authorization/);
  });

  it("slows down one conversation without touching another", async () => {
    const limited = await serve({ limits: { messages: 3 } });
    const [one, two] = [await openToken(limited.base), await openToken(limited.base)];
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) {
      const response = await send(one, { clientId: `${n}`, text: "x" }, limited.base);
      statuses.push(response.status);
      if (response.status !== 429) continue;
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.equal((await response.json()).code, "rate_limited");
    }
    assert.deepEqual(statuses, [202, 202, 202, 429]);
    assert.equal((await send(two, { clientId: "1", text: "x" }, limited.base)).status, 202);
    await limited.app.close();
  });

  it("limits new conversations from one address", async () => {
    const limited = await serve({ limits: { opens: 2 } });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await open(limited.base)).status);
    assert.deepEqual(statuses, [201, 201, 429]);
    await limited.app.close();
  });

  it("keeps quiet streams alive, and ends them when the server closes", async () => {
    const other = await serve({ heartbeatMs: 10 });
    const token = await openToken(other.base);
    await hear(token, 0, (_events, raw) => raw.split(": still here").length > 3, other.base);
    const opened = Promise.withResolvers<void>();
    const ended = hear(
      token,
      0,
      () => {
        opened.resolve();
        return false;
      },
      other.base,
    );
    await opened.promise;
    await other.app.close();
    assert.deepEqual(await ended, []);
  });

  it("serves the widget's script with a validator", async () => {
    const script = await fetch(`${base}/chat/widget.js`);
    assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.match(await script.text(), /data-flow/);
    const etag = script.headers.get("etag") ?? "";
    const again = await fetch(`${base}/chat/widget.js`, { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304);
  });
});
