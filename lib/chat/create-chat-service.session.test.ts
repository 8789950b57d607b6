import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  answers,
  chatTarget,
  hearUntil,
  openChatBench,
  type Script,
  triggerNode,
} from "./chat-bench.fixture.ts";
import type { ChatEvent } from "./contract.ts";

describe("sessions, contacts and hand-overs of createChatService", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let script: Script;
  let chat: ReturnType<typeof bench.startProcess>;
  let now: Date;

  before(async () => {
    bench = await openChatBench((turn) => script(turn));
  });
  after(() => bench.close());
  beforeEach(async () => {
    await bench.stopProcesses();
    now = new Date("2026-03-02T09:00:00Z");
    chat = bench.startProcess({ clock: () => now });
    bench.publish(chatTarget({}));
    script = async ({ text, resumed, say }) => {
      await say(resumed ? `thank you, ${text}` : `hello to ${text}`);
      return resumed ? "end" : "ask";
    };
  });

  const send = (token: string, text: string) => chat.send(token, { clientId: randomUUID(), text });
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;
  const heard = async (token: string, count: number) =>
    answers(await hearUntil(chat, token, 0, outgoing(count)));
  const runRows = async (conversationId: string) =>
    (
      await bench.pool.query(
        "SELECT id, state, error->>'code' AS code FROM runs WHERE conversation_id = $1 ORDER BY id",
        [conversationId],
      )
    ).rows;
  const served = async (conversationId: string) => {
    const unserved = `SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'in'
      AND processed_at IS NULL`;
    while ((await bench.pool.query(unserved, [conversationId])).rowCount !== 0) await pause(5);
  };
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };

  it("starts afresh after the session's time, and ends what waited as canceled", async () => {
    bench.publish(chatTarget({ chat: { sessionMinutes: 30 } }));
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "one");
    await heard(token, 1);
    await served(conversationId);
    later(29);
    await send(token, "Ada");
    await heard(token, 2);
    await served(conversationId);
    await send(token, "two");
    await heard(token, 3);
    await served(conversationId);
    later(31);
    await send(token, "three");
    assert.deepEqual(await heard(token, 4), [
      "hello to one",
      "thank you, Ada",
      "hello to two",
      "hello to three",
    ]);
    await served(conversationId);
    const rows = await runRows(conversationId);
    assert.deepEqual(
      rows.map(({ state, code }) => [state, code]),
      [
        ["succeeded", null],
        ["canceled", "session_ended"],
        ["waiting", null],
      ],
    );
    // The ended run's wait is closed with it: the next word goes to the new one.
    await send(token, "Lin");
    assert.equal((await heard(token, 5))[4], "thank you, Lin");
  });

  it("tells whoever tries the flow why what waited has ended, and no visitor", async () => {
    bench.publish(chatTarget({ chat: { restartWord: "again" } }));
    const actor = {
      ...({ userId: "u1", workspaceId: "w1", role: "editor", name: "Ada" } as const),
      ...{ sessionIdHash: "s", ip: "", userAgent: "", requestId: "" },
    };
    const notices: { [mode: string]: string[] } = {};
    for (const [mode, { token, conversationId }] of Object.entries({
      test: await chat.openPreview(actor, "f1"),
      live: await chat.open("pizza"),
    })) {
      const events: ChatEvent[] = [];
      const stop = await chat.subscribe(token, 0, (event) => events.push(event));
      await send(token, "one");
      await heard(token, 1);
      await served(conversationId);
      await send(token, "again");
      await heard(token, 2);
      await served(conversationId);
      stop();
      notices[mode] = events.flatMap((event) => (event.type === "notice" ? [event.text] : []));
    }
    assert.equal(notices.test?.length, 1);
    assert.match(notices.test?.[0] ?? "", /“again” is the restart word/);
    assert.deepEqual(notices.live, []);
  });

  it("starts over at the restart word, however it is written", async () => {
    const nodes = [
      triggerNode("orders", { when: "keywords", keywords: ["order"] }),
      triggerNode("help", { when: "keywords", keywords: ["help"] }),
    ];
    bench.publish(chatTarget({ nodes, chat: { restartWord: "Start over" } }));
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "help");
    await heard(token, 1);
    await send(token, "  START over ");
    await heard(token, 2);
    await served(conversationId);
    const runs = bench.started.filter((run) => run.conversationId === conversationId);
    assert.deepEqual(
      runs.map(({ triggerNodeId }) => triggerNodeId),
      ["help", "orders"],
    );
    assert.deepEqual(
      (await runRows(conversationId)).map(({ state }) => state),
      ["canceled", "waiting"],
    );
  });

  it("ends a caller of the same conversation along with the run it called", async () => {
    bench.publish(chatTarget({ chat: { restartWord: "restart" } }));
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "one");
    await heard(token, 1);
    await served(conversationId);
    const [inner] = await runRows(conversationId);
    await bench.pool.query(
      `WITH caller AS (
         INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
           trigger_node_id, conversation_id, started_at)
         VALUES ('caller', 'w1', 'f1', 'hash', 'live', 'waiting', 'chat', 't', $1, now())),
       waits AS (
         INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, conversation_id)
         VALUES ('call', 'w1', 'caller', 'a', 'n', 'run', $1))
       UPDATE runs SET caller_wait_id = 'call' WHERE id = $2`,
      [conversationId, inner?.id],
    );
    await send(token, "restart");
    await heard(token, 2);
    await served(conversationId);
    const ended = (await runRows(conversationId)).filter(({ code }) => code === "session_ended");
    assert.deepEqual(ended.map(({ id }) => id).sort(), [inner?.id, "caller"].sort());
  });

  it("knows a visitor again by the contact's token, and nobody by another one", async () => {
    const first = await chat.open("pizza");
    await chat.rememberContact(first.conversationId, { name: "Ada", visits: 1, vip: true });
    await chat.rememberContact(first.conversationId, { visits: 2 });
    const second = await chat.open("pizza", first.contactToken);
    assert.equal(second.contactToken, first.contactToken);
    await send(second.token, "hi");
    await heard(second.token, 1);
    const run = bench.started.find(
      ({ conversationId }) => conversationId === second.conversationId,
    );
    assert.partialDeepStrictEqual(run?.contact, { name: "Ada", visits: 2, vip: true });
    const [one, two] = await Promise.all(
      [first, second].map(({ conversationId }) => chat.contact(conversationId)),
    );
    assert.equal(one?.id, two?.id);

    for (const token of [undefined, "pbv_short", first.token]) {
      const stranger = await chat.open("pizza", token);
      assert.notEqual(stranger.contactToken, first.contactToken);
      assert.equal((await chat.contact(stranger.conversationId)).name, undefined);
    }
    const { rows } = await bench.pool.query("SELECT * FROM contacts");
    assert.equal(JSON.stringify(rows).includes(first.contactToken), false);
  });

  it("remembers at most 50 short values under harmless names", async () => {
    const { conversationId } = await chat.open("pizza");
    const many = (count: number, from = 0) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${from + n}`, n]));
    await chat.rememberContact(conversationId, many(50));
    await chat.rememberContact(conversationId, { v1: "changed" });
    await assert.rejects(chat.rememberContact(conversationId, { one_more: 1 }), {
      code: "invalid_value",
    });
    await assert.rejects(chat.rememberContact(conversationId, { v1: "x".repeat(2001) }), {
      code: "invalid_value",
    });
    await assert.rejects(chat.rememberContact(conversationId, { v1: null }), {
      code: "invalid_value",
    });
    for (const name of ["id", "channel", "constructor"]) {
      await assert.rejects(chat.rememberContact(conversationId, { [name]: 1 }), {
        code: "forbidden_key",
      });
    }
    await assert.rejects(chat.rememberContact("gone", { a: 1 }), {
      code: "conversation_not_found",
    });
    assert.equal((await chat.contact(conversationId)).v1, "changed");
  });

  it("keeps what is said to a person from the flow, until it is handed back", async () => {
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "one");
    await heard(token, 1);
    await chat.park(conversationId, "wants a refund");
    await send(token, "is anybody there?");
    await served(conversationId);
    assert.equal((await chat.messages(token, 0)).length, 3);
    await chat.unpark(conversationId);
    await send(token, "Ada");
    assert.deepEqual(await heard(token, 2), ["hello to one", "thank you, Ada"]);
  });

  it("needs nobody to say so while a run rests on a hand-over, nor when that is over", async () => {
    const { token, conversationId } = await chat.open("pizza");
    script = async ({ say }) => {
      await say("served");
      return "end";
    };
    await bench.pool.query(
      `WITH handing AS (
         INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
           trigger_node_id, conversation_id, started_at)
         VALUES ('handing', 'w1', 'f1', 'hash', 'live', 'waiting', 'chat', 't', $1, now()))
       INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, conversation_id,
         state)
       VALUES ('person', 'w1', 'handing', 'a', 'n', 'person', $1,
         '{"count": 1, "state": {"note": "angry"}}')`,
      [conversationId],
    );
    await send(token, "to a person");
    await served(conversationId);
    assert.equal(
      bench.started.some((run) => run.conversationId === conversationId),
      false,
    );
    await chat.recover();
    const state = async () =>
      (
        await bench.pool.query(
          "SELECT state, hand_over_note AS note FROM conversations WHERE id = $1",
          [conversationId],
        )
      ).rows[0];
    assert.deepEqual(await state(), { state: "parked", note: "angry" });

    // Nobody came back in time: the run goes on by itself, and so does the conversation.
    await bench.pool.query("UPDATE waits SET consumed_at = now() WHERE id = 'person'");
    await bench.pool.query("UPDATE runs SET state = 'running' WHERE id = 'handing'");
    await send(token, "to the flow");
    while ((await state())?.state !== "open") await pause(5);
    assert.equal(
      bench.started.some((run) => run.conversationId === conversationId),
      false,
    );
    await bench.pool.query("UPDATE runs SET state = 'succeeded' WHERE id = 'handing'");
    assert.deepEqual(await heard(token, 1), ["served"]);
  });
});
