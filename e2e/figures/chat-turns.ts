import { answerTo, openVisitors } from "./chat-visitor.ts";
import { quantile } from "./statistics.ts";

/**
 * Says something at a fixed rate, whatever has been answered by then (open loop), by turns in each
 * of several conversations. A turn's time runs from when it was to be said to its answer's arrival on
 * the event stream. Arguments: address, slug, first visitor's number, conversations, turns a second,
 * turns. Prints one JSON line, in ms.
 */
const [baseUrl = "", slug = "", ...numbers] = process.argv.slice(2);
const [first = 0, count = 0, perSecond = 0, turns = 0] = numbers.map(Number);

const due = new Map<string, number>();
const times: number[] = [];
const allAnswered = Promise.withResolvers<void>();
const late: number[] = [];
let refused = 0;

const visitors = await openVisitors(baseUrl, slug, { first, count }, (text) => {
  const at = due.get(text);
  if (at === undefined) return;
  due.delete(text);
  times.push(performance.now() - at);
  if (times.length + refused === turns) allAnswered.resolve();
});
// One turn each that does not count.
await Promise.all(visitors.map((visitor) => visitor.say("warm-up")));
await pause(1_000);

const start = performance.now() + 100;
for (let turn = 0; turn < turns; turn++) {
  const at = start + (turn * 1_000) / perSecond;
  const wait = at - performance.now();
  if (wait > 0) await pause(wait);
  late.push(performance.now() - at);
  const text = `turn ${turn}`;
  due.set(answerTo(text), at);
  visitors[turn % count]?.say(text).catch((error: unknown) => {
    process.stderr.write(`${error}\n`);
    refused++;
  });
}
await Promise.race([allAnswered.promise, pause(10_000)]);
process.stdout.write(
  `${JSON.stringify({
    answered: times.length,
    missing: turns - times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    max: Math.max(...times),
    senderLateP95: quantile(late, 0.95),
  })}\n`,
);
for (const visitor of visitors) visitor.close();
process.exit();

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
