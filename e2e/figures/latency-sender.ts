import { Client } from "undici";
import { quantile } from "./statistics.ts";

/**
 * Sends webhooks one at a time with random pauses and compares when each 202 was here with when the
 * run's first call was at the upstream, on the machine's monotonic clock. Arguments: the hook, the
 * upstream, samples, and the first sample's number. Prints one JSON line, in ms.
 */
const [hook = "", upstream = "", samples, firstNumber] = process.argv.slice(2);
const url = new URL(hook);
const client = new Client(url.origin);
const first = Number(firstNumber);
const end = first + Number(samples);
const accepted = new Map<number, number>();
let refused = 0;

for (let n = first; n < end; n++) {
  const answer = await client.request({
    method: "POST",
    path: url.pathname,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ n }),
  });
  const at = Number(process.hrtime.bigint()) / 1e6;
  await answer.body.dump();
  if (answer.statusCode === 202) accepted.set(n, at);
  else refused++;
  // Out of step with every clock of the product.
  await pause(20 + Math.random() * 40);
}
await client.close();

const times: number[] = [];
const deadline = performance.now() + 30_000;
for (;;) {
  const answer = await fetch(`${upstream}/arrivals`);
  const arrivals = (await answer.json()) as { [n: string]: number } /* latency-upstream.ts */;
  times.length = 0;
  for (const [n, at] of accepted) {
    const arrived = arrivals[n];
    if (arrived !== undefined) times.push(arrived - at);
  }
  if (times.length === accepted.size || performance.now() > deadline) break;
  await pause(100);
}
process.stdout.write(
  `${JSON.stringify({
    samples: times.length,
    missing: accepted.size - times.length + refused,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    max: Math.max(...times),
  })}\n`,
);

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
