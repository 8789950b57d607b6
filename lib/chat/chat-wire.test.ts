import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openChatBench } from "./chat-bench.fixture.ts";
import { createChatWire } from "./chat-wire.ts";
import { type BusEvent, createConversationBus } from "./conversation-bus.ts";

describe("createChatWire", () => {
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  const stops: (() => Promise<void>)[] = [];

  before(async () => {
    bench = await openChatBench();
  });
  after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await bench.close();
  });

  async function startProcess(ownerId: string) {
    const bus = createConversationBus();
    const woken: string[] = [];
    const heard: BusEvent[] = [];
    const wire = createChatWire({
      pool: bench.pool,
      bus,
      ownerId,
      onInbox: (id) => woken.push(id),
      onError: () => undefined,
    });
    await wire.start();
    stops.push(async () => {
      await wire.stop();
      bus.stop();
    });
    return { bus, wire, woken, heard };
  }

  it("wakes the others, itself never, for any number of conversations", async () => {
    const [one, two, three] = [
      await startProcess("one"),
      await startProcess("two"),
      await startProcess("three"),
    ];
    const ids = Array.from({ length: 1000 }, (_, n) => `${"conversation".repeat(3)}-${n}`);
    for (const id of ids) one.wire.wakeOthers(id);
    while (two.woken.length < 1000 || three.woken.length < 1000) await pause(5);
    assert.deepEqual(two.woken, ids);
    assert.deepEqual(three.woken, ids);
    assert.deepEqual(one.woken, []);
  });

  it("carries events with any text, and typing as it is last", async () => {
    const [one, two] = [await startProcess("four"), await startProcess("five")];
    const heard: BusEvent[] = [];
    two.bus.listen("c", (event) => heard.push(event));
    heard.length = 0;
    const notice = { type: "notice", text: `quotes " ' \\ and \u{1f600}\n` } as const;
    one.bus.publish("c", { type: "typing", typing: true });
    one.bus.publish("c", notice);
    one.bus.publish("c", { type: "state" });
    one.bus.publish("other", notice);
    while (!heard.some(({ type }) => type === "typing")) await pause(5);
    assert.deepEqual(heard, [notice, { type: "state" }, { type: "typing", typing: true }]);
    assert.equal(two.bus.isTyping("c"), true);
    assert.equal(two.bus.isTyping("other"), false);
  });
});
