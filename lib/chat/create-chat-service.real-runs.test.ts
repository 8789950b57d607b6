import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openFiles } from "#lib/files/open-files.fixture.ts";
import { drawDocument } from "#lib/flow-store/draw-document.ts";
import { exampleFlow } from "#lib/flow-store/example-flow.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { executors } from "#lib/nodes/executors.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { type RunningQueue, startQueue } from "#lib/queue/start-queue.ts";
import type { RunService } from "#lib/runs/contract.ts";
import { createRunQueue } from "#lib/runs/run-queue.ts";
import { createRunService } from "#lib/runs/run-service.ts";
import { answers, chatTarget, hearUntil, openChatBench } from "./chat-bench.fixture.ts";
import type { ChatEvent, ChatService } from "./contract.ts";

describe("createChatService with the real run service", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  const http = createHttpClient({ allow: [] });
  const offload = createOffload();
  const processes: {
    runs: RunService;
    chat: ChatService;
    doorbells: RunningQueue;
  }[] = [];
  const target = { ...chatTarget({}), document: exampleFlow() };

  before(async () => {
    bench = await openChatBench();
    bench.publish(target);
    await bench.pool.query(
      "INSERT INTO document_snapshots (workspace_id, hash, document) VALUES ($1, $2, $3)",
      [target.workspaceId, target.documentHash, JSON.stringify(target.document)],
    );
  });
  afterEach(async () => {
    for (const { chat, runs, doorbells } of processes.splice(0)) {
      await chat.stop();
      await runs.stop();
      await doorbells.stop();
    }
  });
  after(async () => {
    await bench.close();
    await Promise.all([http.close(), offload.close()]);
  });

  async function startProcess() {
    const ownerId = randomUUID();
    const log = { info() {}, warn() {}, error() {} };
    const roles = ["web", "worker"] as const;
    const doorbells = await startQueue({ databaseUrl: bench.url, roles, log });
    const { pool } = bench;
    const queue = createRunQueue({
      ...{ pool, journalPool: pool, queue: doorbells, roles, ownerId, log },
    });
    const runs = createRunService({
      pool: bench.pool,
      journalPool: bench.pool,
      flows: { liveByFlow: async () => target, draftForTest: async () => target },
      connections: {
        resolve: async () => {
          throw new Error("no connection here");
        },
      },
      chat: () => chat,
      http,
      offload,
      files: openFiles(bench.pool),
      executors,
      ownerId,
      log,
      queue,
      callbackUrl: (waitId) => `http://patchbay.example/callbacks/${waitId}`,
    });
    const chat: ReturnType<typeof bench.startProcess> = bench.startProcess({
      ownerId,
      runs: () => runs,
    });
    await runs.recover();
    await chat.recover();
    processes.push({ runs, chat, doorbells });
    return { chat, runs };
  }
  const outgoing = (count: number) => (events: ChatEvent[]) => answers(events).length >= count;
  const say = (chat: ChatService, token: string, text: string) =>
    chat.send(token, { clientId: randomUUID(), text });

  it("holds the example's conversation, across a restart in its middle", async () => {
    const first = await startProcess();
    const { token, conversationId } = await first.chat.open("pizza");
    await say(first.chat, token, "Hello");
    await hearUntil(first.chat, token, 0, outgoing(1));
    await say(first.chat, token, "Ada");
    await hearUntil(first.chat, token, 0, outgoing(2));
    await first.chat.stop();
    await first.runs.stop();

    const second = await startProcess();
    await say(second.chat, token, "many");
    await hearUntil(second.chat, token, 0, outgoing(3));
    await say(second.chat, token, "4");
    const heard = answers(await hearUntil(second.chat, token, 0, outgoing(4)));
    assert.match(heard[1] ?? "", /Thank you, Ada/);
    assert.match(heard[2] ?? "", /number from 1 to 40/);
    assert.match(heard[3] ?? "", /Done, Ada: a table for 4/);
    const runRows = async () =>
      (
        await bench.pool.query(
          "SELECT state, mode, trigger_kind FROM runs WHERE conversation_id = $1",
          [conversationId],
        )
      ).rows;
    // The last answer is heard before its run has ended.
    while ((await runRows())[0]?.state === "running") await pause(5);
    assert.deepEqual(await runRows(), [{ state: "succeeded", mode: "live", trigger_kind: "chat" }]);
  });

  it("takes what was said while nobody served, in order, as the replies they are", async () => {
    const { chat } = await startProcess();
    const { token, conversationId } = await chat.open("pizza");
    await bench.pool.query(
      `UPDATE conversations SET lease_owner = 'frozen', lease_until = now() + '1 hour'
       WHERE id = $1`,
      [conversationId],
    );
    for (const text of ["Hi", "Grace", "12"]) await say(chat, token, text);
    assert.equal((await chat.messages(token, 0)).length, 3);
    await bench.pool.query("UPDATE conversations SET lease_until = now() WHERE id = $1", [
      conversationId,
    ]);
    const heard = answers(await hearUntil(chat, token, 0, outgoing(3)));
    assert.match(heard[2] ?? "", /12 people: how nice/);
  });

  it("says nothing twice when only the tick on a reply was lost", async () => {
    const { chat } = await startProcess();
    const { token, conversationId } = await chat.open("pizza");
    await say(chat, token, "Hi");
    await hearUntil(chat, token, 0, outgoing(1));
    await say(chat, token, "Lin");
    await hearUntil(chat, token, 0, outgoing(2));
    const unserved = async () =>
      (
        await bench.pool.query(
          `SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'in'
           AND processed_at IS NULL`,
          [conversationId],
        )
      ).rows.length;
    while ((await unserved()) > 0) await pause(5);
    await bench.pool.query(
      "UPDATE messages SET processed_at = NULL WHERE conversation_id = $1 AND direction = 'in'",
      [conversationId],
    );
    const other = await startProcess();
    while ((await unserved()) > 0) await pause(5);
    await say(other.chat, token, "3");
    const heard = answers(await hearUntil(other.chat, token, 0, outgoing(3)));
    assert.equal(heard.length, 3);
    assert.match(heard[2] ?? "", /Done, Lin: a table for 3/);
  });

  it("knows what it remembers of a visitor at once, and still after a restart in the same run", async () => {
    const document = drawDocument({
      nodes: {
        visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 0] },
        keep: {
          type: "set-variables",
          name: "Keep the city",
          at: [300, 0],
          config: { variables: [{ name: "city", type: "text", value: "Bonn", remember: true }] },
        },
        ask: {
          type: "ask-question",
          name: "Ask",
          at: [600, 0],
          config: { question: "Still in {{ contact.city }}?", saveTo: "still", remember: true },
        },
        tell: {
          type: "send-message",
          name: "Tell",
          at: [900, 0],
          config: { text: "{{ contact.still }}, {{ contact.city }} it is." },
        },
      },
      edges: [
        ["visitor_writes", "done", "keep"],
        ["keep", "done", "ask"],
        ["ask", "done", "tell"],
      ],
    });
    const documentHash = "remembers";
    bench.publish({ ...target, documentHash, document });
    await bench.pool.query(
      "INSERT INTO document_snapshots (workspace_id, hash, document) VALUES ($1, $2, $3)",
      [target.workspaceId, documentHash, JSON.stringify(document)],
    );
    const first = await startProcess();
    const { token } = await first.chat.open("pizza");
    await say(first.chat, token, "Hi");
    const asked = answers(await hearUntil(first.chat, token, 0, outgoing(1)));
    assert.deepEqual(asked, ["Still in Bonn?"]);
    await first.chat.stop();
    await first.runs.stop();

    const { chat } = await startProcess();
    await say(chat, token, "Yes");
    const heard = answers(await hearUntil(chat, token, 0, outgoing(2)));
    assert.equal(heard[1], "Yes, Bonn it is.");
    bench.publish(target);
  });
});
