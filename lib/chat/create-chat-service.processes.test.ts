import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  answers,
  chatTarget,
  hearUntil,
  openChatBench,
  type Script,
} from "./chat-bench.fixture.ts";
import type { ChatEvent, ChatService } from "./contract.ts";

/** Longer than any of these tests: what they need must not come from looking from time to time. */
const never = 600_000;

describe("createChatService over several processes", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let script: Script;
  let one: ChatService;
  let two: ChatService;

  before(async () => {
    bench = await openChatBench((turn) => script(turn));
  });
  after(() => bench.close());
  beforeEach(async () => {
    await bench.stopProcesses();
    bench.publish(chatTarget({}));
    const [first, second] = [start(), start()];
    await Promise.all([first.recover(), second.recover()]);
    [one, two] = [first, second];
  });
  const start = () => bench.startProcess({ sweepMs: never });

  it("answers 20 conversations of 20 messages at alternating processes, each in order", async () => {
    const inside = new Set<string>();
    let overlaps = 0;
    script = async ({ conversationId, text, say }) => {
      if (inside.has(conversationId)) overlaps++;
      inside.add(conversationId);
      await say(text);
      inside.delete(conversationId);
      return Number(text) % 4 === 0 ? "ask" : "end";
    };
    const processes = [one, two];
    const conversations = await Promise.all(
      Array.from({ length: 20 }, (_, n) => processes[n % 2]?.open("pizza") ?? one.open("pizza")),
    );
    await Promise.all(
      conversations.flatMap(({ token }) =>
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? one : two).send(token, { clientId: String(n), text: String(n) }),
        ),
      ),
    );
    let violations = 0;
    for (const [index, { token }] of conversations.entries()) {
      const process = index % 2 === 0 ? two : one;
      const events = await hearUntil(process, token, 0, (heard) => answers(heard).length >= 20);
      const said = (await process.messages(token, 0))
        .filter(({ direction }) => direction === "in")
        .map(({ content }) => content.text);
      const answered = answers(events);
      assert.equal(said.length, 20);
      assert.equal(answered.length, 20);
      violations += answered.filter((text, at) => text !== said[at]).length;
    }
    assert.equal(violations, 0);
    assert.equal(overlaps, 0);
  });

  it("shows what one process says to whoever listens at another, with the typing sign", async () => {
    const go = Promise.withResolvers<void>();
    script = async ({ say }) => {
      await go.promise;
      await say("there you are");
      return "end";
    };
    const { token } = await one.open("pizza");
    const heard: ChatEvent[] = [];
    await two.subscribe(token, 0, (event) => heard.push(event));
    await one.send(token, { clientId: "1", text: "hello" });
    while (!heard.some((event) => event.type === "typing" && event.typing)) await pause(5);
    assert.deepEqual(answers(heard), []);
    go.resolve();
    // The message is read from the database, so the sign may go a moment before it comes.
    const signs = () => heard.flatMap((event) => (event.type === "typing" ? [event.typing] : []));
    while (signs().at(-1) !== false || answers(heard).length === 0) await pause(5);
    assert.deepEqual(answers(heard), ["there you are"]);
  });

  it("catches up after its line to the others was cut", async () => {
    script = async ({ text, say }) => {
      await say(`you said ${text}`);
      return "end";
    };
    const { token } = await one.open("pizza");
    const heard: ChatEvent[] = [];
    await two.subscribe(token, 0, (event) => heard.push(event));
    await bench.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'patchbay-line' AND datname = current_database()`,
    );
    await one.send(token, { clientId: "1", text: "hello" });
    while (answers(heard).length === 0) await pause(5);
    await one.send(token, { clientId: "2", text: "again" });
    while (answers(heard).length < 2) await pause(5);
    assert.deepEqual(answers(heard), ["you said hello", "you said again"]);
  });
});
