import { Client } from "undici";

/**
 * Sends a number of webhooks as fast as they are accepted, over so many connections. Arguments: the
 * hook, webhooks, connections. Prints one JSON line: how many were accepted with 202 and in how long.
 */
const [hook = "", webhooks, connections] = process.argv.slice(2);
const url = new URL(hook);
let left = Number(webhooks);
let accepted = 0;
let refused = 0;

async function work(): Promise<void> {
  const client = new Client(url.origin);
  while (left > 0) {
    const n = left--;
    const answer = await client.request({
      method: "POST",
      path: url.pathname,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ n, customer: { name: "Ada", city: "Berlin" } }),
    });
    await answer.body.dump();
    if (answer.statusCode === 202) accepted++;
    else refused++;
  }
  await client.close();
}

const start = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, work));
process.stdout.write(`${JSON.stringify({ accepted, refused, ms: performance.now() - start })}\n`);
