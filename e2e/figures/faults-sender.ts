import { setTimeout as pause } from "node:timers/promises";
import { Agent, request } from "undici";

/**
 * Sends webhooks at a steady rate whatever becomes of them, each with its number. Arguments: the
 * hook, webhooks a second, seconds, the first number. Prints one JSON line: every {@link Sent}.
 * Times are ms of the machine's monotonic clock, which all processes share.
 */
export type Sent = {
  n: number;
  at: number;
  endedAt: number;
  /** 0: there was no answer. */
  status: number;
};

const [hook = "", rate, seconds, first] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 32 });
const now = () => Number(process.hrtime.bigint()) / 1e6;

async function send(n: number): Promise<Sent> {
  const at = now();
  const status = await request(hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ n }),
    dispatcher,
    headersTimeout: 30_000,
  }).then(
    async ({ statusCode, body }) => {
      await body.dump();
      return statusCode;
    },
    () => 0,
  );
  return { n, at, endedAt: now(), status };
}

const start = now();
const count = Number(rate) * Number(seconds);
const sent: Promise<Sent>[] = [];
for (let index = 0; index < count; index++) {
  const due = start + (index * 1_000) / Number(rate);
  const early = due - now();
  if (early > 0.5) await pause(early);
  sent.push(send(Number(first) + index));
}
process.stdout.write(`${JSON.stringify(await Promise.all(sent))}\n`);
process.exit();
