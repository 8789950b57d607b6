import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "#lib/access/contract.ts";
import { createDatabase } from "#lib/db/client.ts";
import {
  answers,
  chatTarget,
  hearUntil,
  openChatBench,
  type Script,
} from "../chat-bench.fixture.ts";
import type { ChatEvent, ChatService } from "../contract.ts";
import type { ConversationDesk, DeskEvent } from "./contract.ts";
import { createConversationDesk } from "./create-conversation-desk.ts";
import { transcriptJson, transcriptText } from "./transcript-file.ts";

const actor = (userId: string, name: string, more: Partial<Actor> = {}): Actor => ({
  ...{ userId, name, workspaceId: "w1", role: "editor", sessionIdHash: "s", ip: "127.0.0.1" },
  ...{ userAgent: "test", requestId: "r" },
  ...more,
});
const ada = actor("ada", "Ada Lovelace");
const bob = actor("bob", "Bob Ross");
const reader = actor("ada", "Ada Lovelace", { role: "viewer" });
const stranger = actor("ada", "Ada Lovelace", { workspaceId: "w2", role: "owner" });

describe("createConversationDesk", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let database: ReturnType<typeof createDatabase>;
  let script: Script;
  let chat: ChatService;
  let desk: ConversationDesk;
  let resumed: { waitId: string; by: string }[];

  before(async () => {
    bench = await openChatBench((turn) => script(turn));
    database = createDatabase(bench.url);
    await bench.pool.query(
      `INSERT INTO users (id, name, email, password_hash)
       SELECT id, name, id || '@example.com', 'x'
       FROM (VALUES ('ada', 'Ada Lovelace'), ('bob', 'Bob Ross')) AS people (id, name)`,
    );
    await bench.pool.query(
      `INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at)
       VALUES ('f1', 'w1', 'Pizza', 'pizza', '{}', '', now())`,
    );
  });
  after(async () => {
    await database.close();
    await bench.close();
  });
  beforeEach(() => {
    bench.publish(chatTarget({}));
    resumed = [];
    script = async ({ text, say }) => {
      await say(`you said ${text}`);
      return "ask";
    };
    chat = bench.startProcess();
    desk = createConversationDesk({
      pool: bench.pool,
      prisma: database.prisma,
      chat,
      async resumePerson(waitId, by) {
        resumed.push({ waitId, by });
        await bench.pool.query("UPDATE waits SET consumed_at = now() WHERE id = $1", [waitId]);
        return true;
      },
    });
  });
  afterEach(async () => {
    await bench.stopProcesses();
    await bench.pool.query("DELETE FROM conversations");
  });

  const send = (token: string, text: string) => chat.send(token, { clientId: randomUUID(), text });
  const say = (conversationId: string, text: string, by = ada, clientId: string = randomUUID()) =>
    desk.answer(by, conversationId, { clientId, text });
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;
  const served = async (conversationId: string) => {
    const unserved = `SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'in'
      AND processed_at IS NULL`;
    while ((await bench.pool.query(unserved, [conversationId])).rowCount !== 0) await pause(5);
  };
  async function begun(text = "hello") {
    const opened = await chat.open("pizza");
    await send(opened.token, text);
    await hearUntil(chat, opened.token, 0, outgoing(1));
    await served(opened.conversationId);
    return opened;
  }
  const acts = async (conversationId: string) =>
    (
      await bench.pool.query<{ action: string }>(
        "SELECT action FROM audit_entries WHERE target_id = $1 ORDER BY id",
        [conversationId],
      )
    ).rows.map(({ action }) => action);

  it("lets a member take over, answer by first name, and hand back", async () => {
    const { token, conversationId } = await begun();
    await chat.park(conversationId, "wants a refund");
    const waitId = randomUUID();
    await bench.pool.query(
      `INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, conversation_id)
       SELECT $1, 'w1', id, 'h', 'n', 'person', $2 FROM runs WHERE conversation_id = $2`,
      [waitId, conversationId],
    );
    await send(token, "anybody?");
    await served(conversationId);
    const waiting = await desk.get(ada, conversationId);
    assert.partialDeepStrictEqual(waiting, {
      state: "parked",
      note: "wants a refund",
      unread: 1,
      assignee: null,
      flowWaits: true,
    });
    assert.notEqual(waiting.waitingSince, null);
    assert.equal((await desk.list(ada, {})).waiting, 1);
    assert.equal(await desk.waiting(ada), 1);
    await assert.rejects(desk.waiting(reader), { code: "not_permitted" });
    assert.equal(await desk.waiting(stranger), 0);

    await desk.takeOver(ada, conversationId);
    assert.equal((await desk.list(ada, {})).waiting, 0);
    assert.equal(await desk.waiting(ada), 0);
    await say(conversationId, "I am here", ada, "same");
    await say(conversationId, "I am here", ada, "same");
    const said = (await chat.messages(token, 0)).filter(({ author }) => author !== undefined);
    assert.deepEqual(
      said.map(({ author, content }) => [author, content.text]),
      [["Ada", "I am here"]],
    );
    const answered = await desk.get(bob, conversationId);
    assert.deepEqual([answered.unread, answered.waitingSince], [0, null]);
    assert.deepEqual(answered.assignee, { id: "ada", name: "Ada Lovelace" });

    await desk.handBack(ada, conversationId);
    assert.deepEqual(resumed, [{ waitId, by: "Ada Lovelace" }]);
    assert.equal((await desk.get(ada, conversationId)).state, "open");
    assert.deepEqual(await acts(conversationId), [
      "conversation.take-over",
      "conversation.answer",
      "conversation.answer",
      "conversation.hand-back",
    ]);
  });

  it("lets only the one who took it over answer, and another take it from them", async () => {
    const { conversationId } = await begun();
    await assert.rejects(say(conversationId, "hi"), { code: "stale_write" });
    await desk.takeOver(ada, conversationId);
    await assert.rejects(say(conversationId, "hi", bob), {
      code: "stale_write",
      message: /Ada Lovelace/,
    });
    await desk.takeOver(bob, conversationId);
    await say(conversationId, "hi", bob);
    await assert.rejects(say(conversationId, "hi", ada), { code: "stale_write" });
  });

  it("keeps an open conversation from its flow while a member has it", async () => {
    const { token, conversationId } = await begun();
    await desk.takeOver(ada, conversationId);
    await send(token, "to Ada");
    await served(conversationId);
    await desk.handBack(ada, conversationId);
    await send(token, "to the flow");
    const heard = answers(await hearUntil(chat, token, 0, outgoing(2)));
    assert.deepEqual(heard, ["you said hello", "you said to the flow"]);
  });

  it("closes for the visitor too, and ends what waited", async () => {
    const { token, conversationId } = await begun();
    const heard: ChatEvent[] = [];
    await chat.subscribe(token, 0, (event) => heard.push(event));
    await desk.close(ada, conversationId);
    while (heard.at(-1)?.type !== "closed") await pause(5);
    await assert.rejects(send(token, "hello?"), { code: "chat_closed" });
    await assert.rejects(desk.takeOver(ada, conversationId), { code: "chat_closed" });
    const { rows } = await bench.pool.query(
      "SELECT state, error->>'code' AS code FROM runs WHERE conversation_id = $1",
      [conversationId],
    );
    assert.deepEqual(rows, [{ state: "canceled", code: "session_ended" }]);
    const late: ChatEvent[] = [];
    await chat.subscribe(token, 0, (event) => late.push(event));
    assert.equal(late.at(-1)?.type, "closed");
  });

  it("deletes a transcript with everything that was said", async () => {
    const { token, conversationId } = await begun();
    await desk.remove(ada, conversationId);
    await assert.rejects(desk.get(ada, conversationId), { code: "conversation_not_found" });
    await assert.rejects(send(token, "still there?"), { code: "conversation_not_found" });
    const { rowCount } = await bench.pool.query(
      "SELECT 1 FROM messages WHERE conversation_id = $1",
      [conversationId],
    );
    assert.equal(rowCount, 0);
    assert.deepEqual(await acts(conversationId), ["conversation.delete"]);
  });

  it("shows nothing to another workspace, and lets viewers only read", async () => {
    const { conversationId } = await begun();
    assert.deepEqual((await desk.list(stranger, {})).conversations, []);
    const everything = [
      () => desk.get(stranger, conversationId),
      () => desk.transcript(stranger, conversationId),
      () => desk.subscribe(stranger, conversationId, 0, () => undefined),
      () => desk.takeOver(stranger, conversationId),
      () => say(conversationId, "x", stranger),
      () => desk.handBack(stranger, conversationId),
      () => desk.close(stranger, conversationId),
      () => desk.remove(stranger, conversationId),
    ];
    for (const attempt of everything) {
      await assert.rejects(attempt, { code: "conversation_not_found" });
    }
    await desk.get(reader, conversationId);
    const acting = [
      () => desk.takeOver(reader, conversationId),
      () => say(conversationId, "x", reader),
      () => desk.handBack(reader, conversationId),
      () => desk.close(reader, conversationId),
      () => desk.remove(reader, conversationId),
    ];
    for (const attempt of acting) await assert.rejects(attempt, { code: "not_permitted" });
    assert.deepEqual(await acts(conversationId), []);
  });

  it("lists by state, by what was said and by the contact's name, page by page", async () => {
    const [first, second, third] = [await begun("one"), await begun("100%"), await begun("three")];
    await chat.park(second.conversationId, "");
    await chat.rememberContact(third.conversationId, { city: "Rome", name: "Grace" });
    const ids = async (filter: Parameters<ConversationDesk["list"]>[1]) =>
      (await desk.list(ada, filter)).conversations.map(({ id }) => id);
    assert.deepEqual(await ids({ state: "parked" }), [second.conversationId]);
    assert.deepEqual(await ids({ search: "100%" }), [second.conversationId]);
    assert.deepEqual(await ids({ search: "grace" }), [third.conversationId]);
    assert.deepEqual(await ids({ flowId: "other" }), []);
    assert.equal((await desk.get(ada, third.conversationId)).contactName, "Grace");

    const page = await desk.list(ada, { limit: 2 });
    assert.equal(page.conversations.length, 2);
    const rest = await desk.list(ada, { limit: 2, cursor: page.nextCursor ?? "" });
    assert.deepEqual(
      [...page.conversations, ...rest.conversations].map(({ id }) => id),
      [third, second, first].map(({ conversationId }) => conversationId),
    );
    assert.equal(rest.nextCursor, null);
    await assert.rejects(desk.list(ada, { cursor: "nonsense" }), { code: "invalid_input" });
  });

  it("lists previews only while they need a person", async () => {
    const preview = await chat.openPreview(ada, "f1");
    await send(preview.token, "hi");
    await served(preview.conversationId);
    assert.deepEqual((await desk.list(ada, {})).conversations, []);
    await chat.park(preview.conversationId, "");
    const [listed] = (await desk.list(ada, {})).conversations;
    assert.partialDeepStrictEqual(listed, { mode: "test", contactName: "Ada Lovelace (preview)" });
    assert.equal(
      JSON.stringify(await desk.get(ada, preview.conversationId)).includes("openedBy"),
      false,
    );
  });

  it("follows a conversation live, with who answers", async () => {
    const { token, conversationId } = await begun();
    const heard: DeskEvent[] = [];
    const stop = await desk.subscribe(reader, conversationId, 0, (event) => heard.push(event));
    const told = (count: number) => heard.filter(({ type }) => type === "message").length >= count;
    assert.ok(told(2));
    await desk.takeOver(ada, conversationId);
    while (!heard.some(({ type }) => type === "state")) await pause(5);
    await send(token, "hello Ada");
    await say(conversationId, "hello visitor");
    while (!told(4)) await pause(5);
    stop();
  });

  it("writes a transcript for people and one for programs, and that it was taken", async () => {
    const { conversationId } = await begun("two\nlines");
    await desk.takeOver(ada, conversationId);
    await say(conversationId, "hi");
    const transcript = await desk.transcript(reader, conversationId);
    const text = transcriptText(transcript);
    assert.match(text, /\] Visitor .{4}: two\n {4}lines\n\[.*\] Chatbot: you said two/);
    assert.match(text, /\] Ada Lovelace: hi\n$/);
    const whole = JSON.parse(transcriptJson(transcript));
    assert.equal(whole.messages.length, 3);
    assert.deepEqual(whole.messages[2].author, "Ada Lovelace");
    assert.equal((await acts(conversationId)).at(-1), "conversation.download");
  });
});
