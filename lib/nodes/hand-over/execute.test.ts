import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chatContent } from "#lib/chat/content.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { executeNode, failsWith, listeningChat, type TestContext } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const startedAt = "2026-03-02T09:30:00.000Z";

async function handOver(config: JsonObject, context: TestContext = {}) {
  const { said, chat } = listeningChat();
  const result = await executeNode(definition, execute, config, { chat, ...context });
  for (const content of said) assert.deepEqual(chatContent.parse(content), content);
  return { said: said.map(({ text }) => text), result };
}

describe("hand over", () => {
  it("tells the visitor, leaves a note for the team, and waits without an end", async () => {
    const { said, result } = await handOver({ message: " One moment. ", note: " Wants a refund " });
    assert.deepEqual(said, ["One moment."]);
    assert.deepEqual(result, {
      kind: "wait",
      wait: { kind: "person", state: { startedAt, note: "Wants a refund" } },
    });
  });

  it("says nothing when there is nothing to say, and may give up", async () => {
    const { said, result } = await handOver({
      giveUp: "after",
      timeout: 30,
      timeoutUnit: "minutes",
    });
    assert.deepEqual(said, []);
    assert.deepEqual(result, {
      kind: "wait",
      wait: {
        kind: "person",
        state: { startedAt, note: "" },
        expiresAt: new Date("2026-03-02T10:00:00.000Z"),
      },
    });
  });

  it("goes on when the conversation is handed back", async () => {
    const now = () => new Date("2026-03-02T09:34:00.000Z");
    const resumed = { kind: "person" as const, by: "Ada", state: { startedAt, note: "" } };
    const { said, result } = await handOver({ message: "One moment." }, { now, resumed });
    assert.deepEqual(said, []);
    assert.deepEqual(result, { kind: "done", output: { by: "Ada", waitedMs: 240_000 } });
  });

  it("goes on elsewhere when nobody came back", async () => {
    const resumed = { kind: "timeout" as const, state: { startedAt } };
    const { result } = await handOver({}, { resumed });
    assert.deepEqual(result, {
      kind: "done",
      port: "timeout",
      output: { by: null, waitedMs: 0 },
    });
    definition.output.parse({ by: null, waitedMs: 0 });
  });

  it("names what cannot work, before it says anything", async () => {
    const config = { message: "Hi", giveUp: "after", timeout: 0 };
    const { said, chat } = listeningChat();
    const run = executeNode(definition, execute, config, { chat });
    await assert.rejects(run, failsWith("invalid_value", /shorter than a second/));
    assert.equal(said.length, 0);
    const alone = executeNode(definition, execute, { message: "Hi" });
    await assert.rejects(alone, failsWith("conversation_not_found"));
  });

  it("describes itself", () => {
    assert.equal(definition.describe({}), "Hand over to a person");
    assert.equal(
      definition.describe({ giveUp: "after", timeout: 2, timeoutUnit: "hours", note: "Refund" }),
      "Hand over to a person, for up to *2 hours*: *Refund*",
    );
  });
});
