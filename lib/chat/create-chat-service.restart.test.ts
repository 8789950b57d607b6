import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { answers, hearUntil, openChatBench, type Script } from "./chat-bench.fixture.ts";
import type { ChatEvent } from "./contract.ts";

describe("createChatService after a restart", () => {
  let script: Script = async () => "end";
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  before(async () => {
    bench = await openChatBench((turn) => script(turn));
  });
  afterEach(() => bench.stopProcesses());
  after(() => bench.close());

  const echo: Script = async ({ text, say, resumed }) => {
    await say(resumed ? `reply ${text}` : `start ${text}`);
    return resumed ? "end" : "ask";
  };
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;

  /** The state that a process leaves which dies in the middle of a turn. */
  async function leaveUnserved(conversationId: string) {
    await bench.pool.query(
      `UPDATE messages SET processed_at = NULL WHERE conversation_id = $1 AND direction = 'in'`,
      [conversationId],
    );
    await bench.pool.query("UPDATE conversations SET lease_until = now() WHERE id = $1", [
      conversationId,
    ]);
  }
  async function isServed(conversationId: string): Promise<boolean> {
    const { rows } = await bench.pool.query(
      `SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'in'
       AND processed_at IS NULL`,
      [conversationId],
    );
    return rows.length === 0;
  }
  async function untilServed(conversationId: string): Promise<void> {
    while (!(await isServed(conversationId))) await pause(5);
  }
  const runsOf = (conversationId: string) =>
    bench.started.filter((run) => run.conversationId === conversationId);

  it("goes on with a run that waits", async () => {
    script = echo;
    const first = bench.startProcess();
    const { token } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "hi" });
    await hearUntil(first, token, 0, outgoing(1));
    await first.stop();
    const second = bench.startProcess();
    await second.send(token, { clientId: "2", text: "there" });
    const heard = await hearUntil(second, token, 0, outgoing(2));
    assert.deepEqual(answers(heard), ["start hi", "reply there"]);
  });

  it("finishes the turn under way before it stops, and leaves the rest to the next process", async () => {
    const go = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    script = async ({ text, say }) => {
      begun.resolve();
      await go.promise;
      await say(text);
      return "end";
    };
    const first = bench.startProcess();
    const { token, conversationId } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "one" });
    await begun.promise;
    await first.send(token, { clientId: "2", text: "two" });
    const stopped = first.stop();
    go.resolve();
    await stopped;
    assert.deepEqual(runsOf(conversationId).length, 1);
    const second = bench.startProcess();
    await second.recover();
    assert.deepEqual(answers(await hearUntil(second, token, 0, outgoing(2))), ["one", "two"]);
  });

  it("starts a run that was claimed and never began, under the same id", async () => {
    script = echo;
    const chat = bench.startProcess();
    const { token, conversationId } = await chat.open("pizza");
    await bench.pool.query(
      `INSERT INTO messages (conversation_id, seq, direction, content, run_id, dedupe_key)
       VALUES ($1, 1, 'in', '{"text":"hi"}', 'claimed-run', 'in:1')`,
      [conversationId],
    );
    await bench.pool.query("UPDATE conversations SET last_seq = 1 WHERE id = $1", [conversationId]);
    await chat.recover();
    await hearUntil(chat, token, 0, outgoing(1));
    assert.deepEqual(
      runsOf(conversationId).map((run) => run.runId),
      ["claimed-run"],
    );
  });

  it("hands no message over twice when only the tick was missing", async () => {
    script = echo;
    const first = bench.startProcess();
    const { token, conversationId } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "hi" });
    await hearUntil(first, token, 0, outgoing(1));
    await first.send(token, { clientId: "2", text: "there" });
    await hearUntil(first, token, 0, outgoing(2));
    await untilServed(conversationId);
    await first.stop();
    await leaveUnserved(conversationId);
    const second = bench.startProcess();
    await second.recover();
    await untilServed(conversationId);
    assert.equal(runsOf(conversationId).length, 1);
    assert.deepEqual(answers(await hearUntil(second, token, 0, outgoing(2))).length, 2);
  });

  it("says sorry once for a run that nobody continued, and serves what came after it", async () => {
    script = echo;
    const first = bench.startProcess({ ownerId: "dead" });
    const { token, conversationId } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "hi" });
    await hearUntil(first, token, 0, outgoing(1));
    await untilServed(conversationId);
    await first.stop();
    await bench.pool.query("DELETE FROM waits WHERE conversation_id = $1", [conversationId]);
    await bench.pool.query("UPDATE runs SET state = 'running' WHERE conversation_id = $1", [
      conversationId,
    ]);
    await leaveUnserved(conversationId);
    const second = bench.startProcess({ patienceMs: 50 });
    await second.recover();
    await second.send(token, { clientId: "2", text: "again" });
    const heard = answers(await hearUntil(second, token, 0, outgoing(3)));
    assert.equal(heard[0], "start hi");
    assert.match(heard[1] ?? "", /^Sorry/);
    assert.equal(heard[2], "start again");
  });

  it("waits for a run that was cut off until somebody has brought it to its end", async () => {
    script = echo;
    const first = bench.startProcess({ ownerId: "gone" });
    const { token, conversationId } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "hi" });
    await hearUntil(first, token, 0, outgoing(1));
    await untilServed(conversationId);
    await first.stop();
    await bench.pool.query("UPDATE runs SET state = 'running' WHERE conversation_id = $1", [
      conversationId,
    ]);
    await leaveUnserved(conversationId);
    const second = bench.startProcess();
    await second.recover();
    await second.send(token, { clientId: "2", text: "again" });
    await bench.pool.query("UPDATE runs SET state = 'waiting' WHERE conversation_id = $1", [
      conversationId,
    ]);
    // The next message is the reply to it: nothing overtook.
    const heard = answers(await hearUntil(second, token, 0, outgoing(2)));
    assert.deepEqual(heard, ["start hi", "reply again"]);
  });

  it("waits for a run that a living process still walks", async () => {
    script = echo;
    const first = bench.startProcess({ ownerId: "alive" });
    const { token, conversationId } = await first.open("pizza");
    await first.send(token, { clientId: "1", text: "hi" });
    await hearUntil(first, token, 0, outgoing(1));
    await untilServed(conversationId);
    await first.stop();
    await bench.pool.query(
      "INSERT INTO process_leases (owner_id, expires_at) VALUES ('alive', now() + '1 hour')",
    );
    await bench.pool.query("UPDATE runs SET state = 'running' WHERE conversation_id = $1", [
      conversationId,
    ]);
    await leaveUnserved(conversationId);
    const fenceOf = async () =>
      (
        await bench.pool.query("SELECT lease_fence FROM conversations WHERE id = $1", [
          conversationId,
        ])
      ).rows[0].lease_fence;
    const fence = await fenceOf();
    const second = bench.startProcess();
    await second.recover();
    // It has looked several times by then.
    while ((await fenceOf()) < fence + 3) await pause(5);
    assert.equal(await isServed(conversationId), false);
    await bench.pool.query("UPDATE runs SET state = 'succeeded' WHERE conversation_id = $1", [
      conversationId,
    ]);
    await untilServed(conversationId);
    assert.deepEqual(answers(await hearUntil(second, token, 0, outgoing(1))), ["start hi"]);
  });
});
