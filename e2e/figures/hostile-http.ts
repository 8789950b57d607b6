import { type Bench, startBench } from "./burst-bench.ts";
import { until } from "./burst-until.ts";
import { atMost, exactly, type Figure, plain, type Row } from "./figure.ts";
import { hostileFlow, uploadFlow } from "./hostile-flow.ts";
import type { Upload } from "./hostile-upstream.ts";
import { downForAnHour } from "./hour-down.ts";
import { memoryDuring } from "./memory-of.ts";
import { median } from "./statistics.ts";

/** What the other side does, how that is called, and how long it may take, in s. */
const attacks = [
  ["bomb", "a gzip bomb of 2 GB", "response_too_large", 5],
  ["endless", "a body without end", "response_too_large", 5],
  ["slow-headers", "a header a second", "upstream_timeout", 6],
  ["trickle", "a byte now and then", "upstream_timeout", 6],
  ["no-json", "JSON that is none", "upstream_invalid_json", 2],
  ["charset", "a charset nobody knows", "unknown_charset", 2],
  ["loop", "redirects in a circle", "too_many_redirects", 2],
  ["short", "a body that breaks off", "upstream_closed", 2],
] as const;

const uploads = 5;
const warmUps = 20;
type Ended = { n: number; state: string; code: string | null; ms: number };

/** Another system that does its worst to a REST API step, and a large file sent on. */
export const hostileHttp: Figure = {
  name: "hostile-http",
  summary:
    "bombs, endless and slow answers, wrong formats, loops; a 20 MB upload; an hour's outage",
  bars: [
    "each ends with its own error in time, 0 runs lost, an honest call answered beside them",
    "memory grows by at most 60 MB under all of them at once",
    "a 20 MB multipart upload arrives whole, memory grows by less than 40 MB",
    "a hook receiver down for an hour of scaled time, the worker killed in between: each run delivered once",
  ],
  async run(log) {
    const bench = await startBench({ upstream: "hostile-upstream.ts" });
    try {
      // First: afterwards the host's circuit is open.
      const sender = await bench.publishFlow("Upload", uploadFlow(bench.upstream));
      const rows = await uploadAll(bench, sender.hook, log);
      const { hook } = await bench.publishFlow("Hostile", hostileFlow(bench.upstream));
      rows.push(...(await sufferAll(bench, hook, log)));
      rows.push(...(await downForAnHour(bench, log)));
      return { rows, control: { medianMs: 0, spread: 0, voidBlocks: 0 } };
    } finally {
      await bench.stop();
    }
  },
};

async function sufferAll(bench: Bench, hook: string, log: (line: string) => void): Promise<Row[]> {
  const pid = bench.products[0]?.pid ?? 0;
  // Code is loaded and compiled with the first of each.
  for (const [index, [path]] of attacks.entries()) await send(hook, { path, n: 1_000 + index });
  await endedRuns(bench, attacks.length);
  const copies = 5;
  const sent = attacks.flatMap(([path], index) =>
    Array.from({ length: copies }, (_, copy) => ({ path: path as string, n: index * 100 + copy })),
  );
  for (let copy = 0; copy < copies; copy++) sent.push({ path: "small-file", n: 900 + copy });
  const { result, before, most } = await memoryDuring(pid, async () => {
    await Promise.all(sent.map((body) => send(hook, body)));
    return await endedRuns(bench, attacks.length + sent.length);
  });
  log(`  memory: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at the most`);
  const rows: Row[] = [];
  for (const [index, [, what, code, seconds]] of attacks.entries()) {
    const own = result.filter(({ n }) => Math.floor(n / 100) === index);
    const other = own.filter((run) => run.code !== code);
    for (const run of other) log(`  ${what}: ${run.state} ${run.code}`);
    rows.push(
      exactly(`${what}: not ${code}`, copies - own.length + other.length, "", 0),
      atMost("  longest", Math.max(...own.map(({ ms }) => ms)) / 1_000, "s", seconds),
    );
  }
  const honest = result.filter(({ n, state }) => n >= 900 && n < 1_000 && state === "succeeded");
  rows.push(
    exactly("honest calls beside them, answered", honest.length, "", copies),
    exactly("runs lost", attacks.length + sent.length - result.length, "", 0),
    atMost("memory, growth", most - before, "MB", 60),
  );
  return rows;
}

async function uploadAll(bench: Bench, hook: string, log: (line: string) => void): Promise<Row[]> {
  const pid = bench.products[0]?.pid ?? 0;
  const sent = async (path: string, n: number) => {
    await send(hook, { path, n });
    const failed = await until(() => endOf(bench, n));
    if (failed !== "succeeded") log(`  upload ${n}: ${failed}`);
  };
  // A process that has been at work: code is compiled, the heap has its usual size.
  const { before: cold, most: warm } = await memoryDuring(pid, async () => {
    for (let index = 0; index < warmUps; index++) await sent("megabyte", 3_000 + index);
  });
  log(`  ${warmUps} of 1 MB: ${cold.toFixed(0)} MB before, ${warm.toFixed(0)} MB at the most`);
  const growths: number[] = [];
  for (let index = 0; index < uploads; index++) {
    const { before, most } = await memoryDuring(pid, () => sent("file", 2_001 + index));
    growths.push(most - before);
    log(`  upload ${index + 1}: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at the most`);
  }
  const hash = await (await fetch(`${bench.upstream}/file-hash`)).text();
  const arrived = (await (await fetch(`${bench.upstream}/uploads`)).json()) as Upload[]; // its own
  const whole = arrived.filter((each) => each.hash === hash && each.bytes === 20_000_000);
  return [
    exactly("20 MB uploads that arrived whole", whole.length, "", uploads),
    atMost("memory for one, growth, the most", Math.max(...growths), "MB", 40),
    plain("  median", median(growths), "MB"),
  ];
}

/** How the run with this number ended; undefined while it has not. */
async function endOf(bench: Bench, n: number): Promise<string | undefined> {
  const { rows } = await bench.pool.query<{ state: string; error: unknown }>(
    `SELECT state, error FROM runs
     WHERE (input->'body'->>'n')::int = $1 AND state IN ('succeeded', 'failed')`,
    [n],
  );
  const [run] = rows;
  return run?.state === "failed" ? JSON.stringify(run.error) : run?.state;
}

async function send(hook: string, body: { path: string; n: number }): Promise<void> {
  const response = await fetch(hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status !== 202) throw new Error(`the webhook answered ${response.status}`);
}

/** All runs, once so many have ended. */
function endedRuns(bench: Bench, count: number): Promise<Ended[]> {
  return until(async () => {
    const { rows } = await bench.pool.query<Ended>(
      `SELECT (r.input->'body'->>'n')::int AS n, r.state, r.error->>'code' AS code,
         s.duration_ms::float AS ms
       FROM runs r JOIN run_steps s ON s.run_id = r.id AND s.node_type = 'rest-api'
       WHERE (r.input->'body'->>'n')::int < 2000 AND r.state IN ('succeeded', 'failed')`,
    );
    return rows.length >= count ? rows : undefined;
  });
}
