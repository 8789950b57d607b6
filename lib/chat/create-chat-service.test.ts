import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { takeLease } from "#lib/db/chat/lease.ts";
import { UserError } from "#lib/errors/user-error.ts";
import {
  answers,
  chatTarget,
  hearUntil,
  openChatBench,
  type Script,
  triggerNode,
} from "./chat-bench.fixture.ts";
import type { ChatEvent, ChatService } from "./contract.ts";

describe("createChatService", () => {
  let script: Script = async () => "end";
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let chat: ChatService;

  before(async () => {
    bench = await openChatBench((turn) => script(turn));
    chat = bench.startProcess();
  });
  after(() => bench.close());
  beforeEach(() => {
    bench.publish(chatTarget({}));
    script = async ({ text, say }) => {
      await say(`you said ${text}`);
      return "end";
    };
  });

  async function send(token: string, text: string, clientId = text, value: string | null = null) {
    return await chat.send(token, { clientId, text, value });
  }
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;

  it("opens with the flow's title and greeting, and stores only the token's hash", async () => {
    bench.publish(chatTarget({ chat: { title: "Luigi's", greeting: "Ciao!" } }));
    const opened = await chat.open("pizza");
    assert.equal(opened.title, "Luigi's");
    assert.equal(opened.greeting, "Ciao!");
    const { rows } = await bench.pool.query("SELECT * FROM conversations WHERE id = $1", [
      opened.conversationId,
    ]);
    assert.equal(JSON.stringify(rows).includes(opened.token), false);
    assert.equal(rows[0].contact.channel, "web");
  });

  it("refuses unknown addresses and tokens by name", async () => {
    await assert.rejects(chat.open("nobody"), { code: "not_published" });
    await assert.rejects(chat.messages("pbc_wrong", 0), { code: "conversation_not_found" });
  });

  it("answers a message, and hands over the trigger's payload and the contact", async () => {
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "hello");
    const events = await hearUntil(chat, token, 0, outgoing(1));
    assert.deepEqual(answers(events), ["you said hello"]);
    const run = bench.started.find((input) => input.conversationId === conversationId);
    assert.equal(run?.triggerKind, "chat");
    assert.partialDeepStrictEqual(run?.payload, { text: "hello" });
    assert.equal(run?.contact?.channel, "web");
    assert.equal((await chat.contact(conversationId)).channel, "web");
  });

  it("refuses a message of more than 4,000 characters", async () => {
    const { token } = await chat.open("pizza");
    await assert.rejects(send(token, "x".repeat(4001)), { code: "message_too_long" });
    assert.deepEqual(await chat.messages(token, 0), []);
  });

  it("keeps text that Postgres cannot store as it is", async () => {
    const { token } = await chat.open("pizza");
    await send(token, "nul \0 and half a pair \ud83d", "odd");
    const [said] = await chat.messages(token, 0);
    assert.equal(said?.content.text, "nul  and half a pair \ufffd");
  });

  it("takes a repeated send once", async () => {
    const { token, conversationId } = await chat.open("pizza");
    const sends = await Promise.all(Array.from({ length: 5 }, () => send(token, "once", "same")));
    assert.equal(new Set(sends.map(({ seq }) => seq)).size, 1);
    await hearUntil(chat, token, 0, outgoing(1));
    assert.equal((await send(token, "once", "same")).seq, sends[0]?.seq);
    assert.equal((await chat.messages(token, 0)).filter((m) => m.direction === "in").length, 1);
    assert.equal(bench.started.filter((run) => run.conversationId === conversationId).length, 1);
  });

  it("serves 20 concurrent messages strictly in their order, one at a time", async () => {
    let inside = 0;
    let most = 0;
    script = async ({ text, say }) => {
      most = Math.max(most, ++inside);
      await say(text);
      inside--;
      return Number(text) % 3 === 0 ? "ask" : "end";
    };
    const { token } = await chat.open("pizza");
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(token, String(n))));
    const events = await hearUntil(chat, token, 0, outgoing(20));
    const sent = (await chat.messages(token, 0))
      .filter(({ direction }) => direction === "in")
      .map(({ content }) => content.text);
    assert.equal(sent.length, 20);
    assert.deepEqual(answers(events), sent);
    assert.equal(most, 1);
  });

  it("serves different conversations at the same time", async () => {
    const both = Promise.withResolvers<void>();
    let inside = 0;
    script = async ({ say }) => {
      if (++inside === 2) both.resolve();
      // Neither goes on before the other has begun.
      await both.promise;
      await say("done");
      return "end";
    };
    const [one, two] = await Promise.all([chat.open("pizza"), chat.open("pizza")]);
    await Promise.all([send(one.token, "a"), send(two.token, "b")]);
    await Promise.all([one, two].map(({ token }) => hearUntil(chat, token, 0, outgoing(1))));
  });

  it("hands the next message to a waiting run, with the button's value", async () => {
    script = async ({ resumed, text, value, say }) => {
      await say(resumed ? `${text}/${value}` : "Which size?");
      return resumed ? "end" : "ask";
    };
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "hi");
    await hearUntil(chat, token, 0, outgoing(1));
    await send(token, "Large", "answer", "L");
    const events = await hearUntil(chat, token, 0, outgoing(2));
    assert.deepEqual(answers(events), ["Which size?", "Large/L"]);
    assert.equal(bench.started.filter((run) => run.conversationId === conversationId).length, 1);
  });

  it("starts the trigger whose keywords match before one that takes anything", async () => {
    bench.publish(
      chatTarget({
        nodes: [
          triggerNode("any", { when: "any" }),
          triggerNode("off", { when: "keywords", keywords: ["order"] }, { disabled: true }),
          triggerNode("orders", { when: "keywords", keywords: ["order"] }),
        ],
      }),
    );
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "my order please");
    await send(token, "something else");
    await hearUntil(chat, token, 0, outgoing(2));
    const runs = bench.started.filter((run) => run.conversationId === conversationId);
    assert.deepEqual(
      runs.map((run) => run.triggerNodeId),
      ["orders", "any"],
    );
  });

  it("explains silence in a preview, and in no visitor's chat", async () => {
    const nodes = [triggerNode("k", { when: "keywords", keywords: ["order"] })];
    const actor = {
      userId: "u1",
      name: "Ada",
      workspaceId: "w1",
      role: "editor",
      sessionIdHash: "s",
      ip: "",
      userAgent: "",
      requestId: "",
    } as const;
    const draft = chatTarget({ nodes });
    const asked: string[] = [];
    const other = bench.startProcess({
      flows: {
        liveBySlug: async () => draft,
        liveByFlow: async () => draft,
        draftForTest: async (by) => {
          asked.push(by.userId);
          return draft;
        },
      },
    });
    const preview = await other.openPreview(actor, "f1");
    const heard: ChatEvent[] = [];
    await other.subscribe(preview.token, 0, (event) => heard.push(event));
    await other.send(preview.token, { clientId: "1", text: "hello" });
    while (!heard.some(({ type }) => type === "notice")) await pause(5);
    assert.deepEqual(asked, ["u1", "u1"]);
    assert.equal(JSON.stringify(await other.contact(preview.conversationId)).includes("u1"), false);

    const live = await other.open("pizza");
    const quiet: ChatEvent[] = [];
    await other.subscribe(live.token, 0, (event) => quiet.push(event));
    await other.send(live.token, { clientId: "1", text: "hello" });
    while (!quiet.some((event) => event.type === "typing" && !event.typing)) await pause(5);
    assert.equal(
      quiet.some(({ type }) => type === "notice"),
      false,
    );
  });

  it("closes with its flow, and takes no further message", async () => {
    const { token } = await chat.open("pizza");
    bench.publish(null);
    await assert.rejects(send(token, "hello?"), { code: "chat_closed" });
  });

  it("says sorry once when a run cannot start, and goes on with the next message", async () => {
    script = async ({ text, say }) => {
      if (text === "broken") throw new UserError("invalid_config", "That cannot work.");
      await say(text);
      return "end";
    };
    const { token } = await chat.open("pizza");
    await send(token, "broken");
    await send(token, "fine");
    const events = await hearUntil(chat, token, 0, outgoing(2));
    assert.match(answers(events)[0] ?? "", /^Sorry/);
    assert.equal(answers(events)[1], "fine");
  });

  it("repeats nothing when a step speaks again after a replay", async () => {
    const { token, conversationId } = await chat.open("pizza");
    const content = { text: "Hi", image: null, file: null, buttons: [], expects: null };
    for (const _attempt of [1, 2]) {
      const port = chat.portFor(conversationId, "r1", "n1", "r1:n1:a");
      await port.say(content);
      await port.say({ ...content, text: "there" });
    }
    const texts = (await chat.messages(token, 0)).map((message) => message.content.text);
    assert.deepEqual(texts, ["Hi", "there"]);
  });

  it("only appends while another process holds the conversation, which then serves it", async () => {
    const { token, conversationId } = await chat.open("pizza");
    await takeLease(bench.pool, conversationId, "somebody else");
    await send(token, "hello");
    const { rows } = await bench.pool.query(
      "SELECT processed_at FROM messages WHERE conversation_id = $1",
      [conversationId],
    );
    assert.deepEqual(rows, [{ processed_at: null }]);
    // Its lease runs out.
    await bench.pool.query("UPDATE conversations SET lease_until = now() WHERE id = $1", [
      conversationId,
    ]);
    const other = bench.startProcess();
    await other.recover();
    assert.deepEqual(answers(await hearUntil(other, token, 0, outgoing(1))), ["you said hello"]);
  });
});
