import { openVisitors } from "./chat-visitor.ts";

/**
 * Says many things in many conversations, all at once and without waiting for any answer. Arguments:
 * address, slug, conversations, messages in each. Prints one JSON line once all were taken in.
 */
const [baseUrl = "", slug = "", count, each] = process.argv.slice(2);
const visitors = await openVisitors(baseUrl, slug, { first: 0, count: Number(count) });
const started = performance.now();
let refused = 0;
await Promise.all(
  visitors.flatMap((visitor, index) =>
    Array.from({ length: Number(each) }, (_, n) =>
      visitor.say(`message ${index}.${n}`).catch((error: unknown) => {
        refused++;
        process.stderr.write(`${error}\n`);
      }),
    ),
  ),
);
process.stdout.write(`${JSON.stringify({ refused, ms: performance.now() - started })}\n`);
for (const visitor of visitors) visitor.close();
process.exit();
