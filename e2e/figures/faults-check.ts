import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "./burst-bench.ts";
import type { Call } from "./faults-upstream.ts";

/** ms of the machine's monotonic clock, which all processes share. */
export const clock = () => Number(process.hrtime.bigint()) / 1e6;

/** Every request that the upstream has had. */
export async function callsOf(bench: Bench): Promise<Call[]> {
  const answer = await fetch(`${bench.upstream}/calls`);
  return (await answer.json()) as Call[] /* faults-upstream.ts */;
}

export type RunRow = { id: string; n: number; state: string; code: string | null };

export async function runsOf(bench: Bench): Promise<RunRow[]> {
  const { rows } = await bench.pool.query<RunRow>(
    `SELECT id, (input->'body'->>'n')::int AS n, state, error->>'code' AS code
     FROM runs WHERE mode = 'live'`,
  );
  return rows;
}

/** Waits until every run has ended, for `seconds` at most; all runs as they are then. */
export async function untilEnded(bench: Bench, seconds: number): Promise<RunRow[]> {
  const until = clock() + seconds * 1_000;
  for (;;) {
    const runs = await runsOf(bench);
    if (runs.every(hasEnded) || clock() > until) return runs;
    await pause(250);
  }
}

export function hasEnded({ state }: RunRow): boolean {
  return state === "succeeded" || state === "failed" || state === "canceled";
}

export type Repeats = {
  /** Paths of requests that must happen once and came more often. */
  once: number;
  /** Requests that were repeated, as their path and when. */
  repeated: { path: string; n: number; at: number }[];
  /** Writing requests whose repetition had another key, or none. */
  otherKey: number;
};

/** What came more than once, from what the upstream has kept. */
export function repeatsIn(calls: readonly Call[]): Repeats {
  const byPath = Map.groupBy(calls, ({ path }) => path);
  const repeats: Repeats = { once: 0, repeated: [], otherKey: 0 };
  for (const [path, same] of byPath) {
    const [, name, n] = path.split("/");
    if (name === "pay" && same.length > 1) repeats.once += 1;
    for (const { at, key } of same.slice(1)) {
      repeats.repeated.push({ path, n: Number(n), at });
      const writes = name === "pay" || name === "keep";
      if (writes && (key === null || key !== same[0]?.key)) repeats.otherKey += 1;
    }
  }
  return repeats;
}
