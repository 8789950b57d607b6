import { Client } from "undici";
import { quantile } from "./statistics.ts";

/**
 * One connection, one request after the other, in a process of its own. Arguments: address,
 * seconds. Prints one JSON line: answers, p50 and p95 in ms.
 */
const [address, seconds] = process.argv.slice(2);
const url = new URL(address ?? "");
const client = new Client(url.origin);
const body = JSON.stringify({ order: 1042, customer: { name: "Ada", city: "Berlin" } });
const until = performance.now() + Number(seconds) * 1_000;
const times: number[] = [];
let failed = 0;

while (performance.now() < until) {
  const start = performance.now();
  const response = await client.request({
    method: "POST",
    path: `${url.pathname}${url.search}`,
    headers: { "content-type": "application/json" },
    body,
  });
  await response.body.dump();
  times.push(performance.now() - start);
  if (response.statusCode >= 300) failed++;
}
await client.close();
process.stdout.write(
  `${JSON.stringify({ requests: times.length - failed, failed, p50: quantile(times, 0.5), p95: quantile(times, 0.95) })}\n`,
);
