import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { createNoticeLine, type NoticeLine } from "#lib/db/notice-line.ts";
import { policiesChannel } from "#lib/db/operations/paused-workspaces.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { RunService } from "#lib/runs/contract.ts";
import { answers, hearUntil, openChatBench } from "./chat-bench.fixture.ts";
import type { ChatEvent, ChatService } from "./contract.ts";

const editor: Actor = {
  userId: "u1",
  name: "Ann",
  workspaceId: "w1",
  role: "editor",
  sessionIdHash: "",
  ip: "",
  userAgent: "",
  requestId: "",
};

describe("createChatService while runs are paused", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let chat: ChatService;
  let line: NoticeLine;

  before(async () => {
    bench = await openChatBench(async ({ text, say }) => {
      await say(`you said ${text}`);
      return "ask";
    });
    line = createNoticeLine(bench.pool, () => undefined);
    // Only the notice of a policy makes it look for what was kept.
    const service = bench.startProcess({ line, sweepMs: 600_000 });
    chat = service;
    await line.start();
    await service.recover();
  });
  after(async () => {
    await line.stop();
    await bench.close();
  });
  beforeEach(() => setPaused(false));

  async function setPaused(paused: boolean): Promise<void> {
    await bench.pool.query(
      `WITH changed AS (
         INSERT INTO run_policies (workspace_id, paused_at) VALUES ('w1', $1)
         ON CONFLICT (workspace_id) DO UPDATE SET paused_at = excluded.paused_at
         RETURNING workspace_id)
       SELECT pg_notify($2, workspace_id) FROM changed`,
      [paused ? new Date() : null, policiesChannel],
    );
  }
  const send = (token: string, text: string) => chat.send(token, { clientId: text, text });
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;
  const kept = async (conversationId: string) => {
    const { rows } = await bench.pool.query<{ text: string }>(
      `SELECT content->>'text' AS text FROM messages
       WHERE conversation_id = $1 AND direction = 'in' AND processed_at IS NULL ORDER BY seq`,
      [conversationId],
    );
    return rows.map(({ text }) => text);
  };
  /** Served after everything that was sent before it: a preview, which is not paused. */
  async function answerInPreview(): Promise<void> {
    const { token } = await chat.openPreview(editor, "f1");
    await send(token, "preview");
    await hearUntil(chat, token, 0, outgoing(1));
  }

  it("keeps what visitors say, and answers all of it in order when the pause is over", async () => {
    const { token, conversationId } = await chat.open("pizza");
    await send(token, "one");
    await hearUntil(chat, token, 0, outgoing(1));
    await setPaused(true);
    // One of them is the reply to what the flow asked before the pause.
    assert.equal((await send(token, "two")).seq > 0, true);
    await send(token, "three");
    const other = await chat.open("pizza");
    await send(other.token, "new here");
    await answerInPreview();
    assert.deepEqual(await kept(conversationId), ["two", "three"]);
    assert.deepEqual(await kept(other.conversationId), ["new here"]);
    assert.deepEqual(answers(await hearUntil(chat, token, 0, outgoing(1))), ["you said one"]);

    await setPaused(false);
    assert.deepEqual(answers(await hearUntil(chat, token, 0, outgoing(3))), [
      "you said one",
      "you said two",
      "you said three",
    ]);
    await hearUntil(chat, other.token, 0, outgoing(1));
  });

  it("keeps a message, however often its run is refused for now", async () => {
    let refusals = 0;
    const ready = Promise.withResolvers<void>();
    const refusing: Pick<RunService, "start" | "resume" | "openWait"> = {
      openWait: async () => null,
      resume: async () => null,
      start() {
        if (++refusals === 6) ready.resolve();
        throw new EngineError("not_ready", "Not now.");
      },
    };
    const process = bench.startProcess({ runs: () => refusing, sweepMs: 5 });
    const { token, conversationId } = await process.open("pizza");
    await process.recover();
    await process.send(token, { clientId: "patience", text: "patience" });
    await ready.promise;
    assert.deepEqual(await kept(conversationId), ["patience"]);
    assert.deepEqual(answers(await hearUntil(process, token, 0, () => true)), []);
    await process.stop();
  });
});
