import { startBench } from "./burst-bench.ts";
import { chatFlow } from "./chat-flow.ts";
import { atLeast, atMost, exactly, type Figure, plain, type Row } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";

type Turns = {
  answered: number;
  missing: number;
  p50: number;
  p95: number;
  max: number;
  senderLateP95: number;
};

// A conversation takes 60 messages a minute: one alone could not take a turn a second.
const loads = [
  { name: "1 turn/s, 10 conversations", conversations: 10, perSecond: 1, turns: 60, bar: 50 },
  {
    name: "100 turns/s, 100 conversations",
    conversations: 100,
    perSecond: 100,
    turns: 1_000,
    bar: 150,
  },
] as const;

/**
 * A turn of a chat through an Ask question that waits on disk: from when the message was to be sent
 * (open loop: the next is sent whether or not this one was answered) to the answer on the stream.
 */
export const chat: Figure = {
  name: "chat",
  summary: "a turn through a durable wait, from its scheduled send to the answer on the stream",
  bars: [
    "1 turn a second: p95 at most 50 ms",
    "100 turns a second over 100 conversations: p95 at most 150 ms",
  ],
  async run(log) {
    const bench = await startBench();
    try {
      const { slug } = await bench.publishFlow("Chat figure", chatFlow());
      const rows: Row[] = [];
      const controls: number[] = [];
      let voided = 0;
      let visitors = 0;
      for (const { name, conversations, perSecond, turns, bar } of loads) {
        log(`  ${name}: ${turns} turns`);
        const blocks = await runBlocks(
          1,
          () => {
            const first = visitors;
            visitors += conversations;
            return runScript<Turns>(
              "chat-turns.ts",
              ...[bench.baseUrl, slug],
              ...[first, conversations, perSecond, turns].map(String),
            );
          },
          log,
        );
        controls.push(...blocks.controls);
        voided += blocks.voided;
        const [measured] = blocks.valid;
        rows.push(
          atMost(`${name}: p95`, measured?.p95 ?? Number.NaN, "ms", bar),
          plain("  p50", measured?.p50 ?? Number.NaN, "ms"),
          plain("  longest", measured?.max ?? Number.NaN, "ms"),
          plain("  the sender was late by, p95", measured?.senderLateP95 ?? Number.NaN, "ms"),
          exactly("  turns without an answer", measured?.missing ?? Number.NaN, "", 0),
        );
      }
      const waits = await bench.pool.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM waits WHERE kind = 'reply' AND consumed_at IS NOT NULL",
      );
      const turns = loads.reduce((sum, load) => sum + load.turns, 0);
      rows.push(atLeast("waits on disk that were used up", waits.rows[0]?.count ?? 0, "", turns));
      return { rows, control: controlOf({ controls, voided }) };
    } finally {
      await bench.stop();
    }
  },
};
