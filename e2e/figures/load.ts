import { Client } from "undici";
import { quantile } from "./statistics.ts";

/**
 * The load generator, in a process of its own: each connection sends one request after the other
 * and ends with its last answer, so that what it counts is what was served. Arguments: address,
 * connections, seconds. Prints one JSON line: 2xx answers, those a second, others, p50 and p95 in ms.
 */
const [address, connections, seconds] = process.argv.slice(2);
const url = new URL(address ?? "");
const request = {
  method: "POST",
  path: `${url.pathname}${url.search}`,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ order: 1042, customer: { name: "Ada", city: "Berlin" } }),
} as const;
const start = performance.now();
const until = start + Number(seconds) * 1_000;
const times: number[] = [];
let failed = 0;

async function work(): Promise<void> {
  const client = new Client(url.origin);
  for (let sentAt = start; sentAt < until; ) {
    sentAt = performance.now();
    const response = await client.request(request);
    await response.body.dump();
    if (response.statusCode >= 200 && response.statusCode < 300) {
      times.push(performance.now() - sentAt);
    } else failed++;
  }
  await client.close();
}

await Promise.all(Array.from({ length: Number(connections) }, work));
const elapsed = (performance.now() - start) / 1_000;
process.stdout.write(
  `${JSON.stringify({
    requests: times.length,
    perSecond: times.length / elapsed,
    failed,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  })}\n`,
);
