import { setTimeout as pause } from "node:timers/promises";
import { type Bench, startBench } from "./burst-bench.ts";
import { callsOf, clock, hasEnded, repeatsIn, untilEnded } from "./faults-check.ts";
import { callsOfRun, faultsFlow } from "./faults-flow.ts";
import type { Sent } from "./faults-sender.ts";
import { atMost, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";
import { median } from "./statistics.ts";

const blocks = 4;
const killsInBlock = 5;
const runsForKill = 25;

type Kill = {
  at: number;
  /** Runs that the killed process had in hand. */
  inHand: number;
  /** From the kill until all of them were in other hands, or had ended, in ms. */
  resumedMs: number;
  /** Requests whose step was recorded as done when the process died. */
  completed: string[];
  /** Steps that must happen once and were under way, by run. */
  cutOff: string[];
};

/**
 * A worker is killed (SIGKILL) at random moments while runs are under way, and another started in
 * its place. What the upstream has counted and what the journal says must agree.
 */
export const crash: Figure = {
  name: "crash",
  summary: "kill -9 of a worker at 20 random moments under 500 runs, upstreams counting",
  bars: [
    "0 runs lost, every run ended, none failed but as uncertain",
    "resumed within 15 s of each kill",
    "0 completed steps repeated, at most 1 in flight for each run and kill, same idempotency key",
    "steps that must happen once: not repeated, uncertain",
  ],
  async run(log) {
    const bench = await startBench({
      roles: ["web", "worker"],
      upstream: "faults-upstream.ts",
      upstreamArguments: ["60", "400"],
    });
    try {
      const { hook } = await bench.publishFlow("Crash figure", faultsFlow(bench.upstream));
      const kills: Kill[] = [];
      let accepted = 0;
      const measured = await runBlocks(
        blocks,
        async () => {
          const own: Kill[] = [];
          for (let index = 0; index < killsInBlock; index++) {
            const first = kills.length * runsForKill;
            const sending = runScript<Sent[]>(
              "faults-sender.ts",
              ...[hook, String(runsForKill), "1", String(first)],
            );
            // The first runs have ended and the last have just come at the longest of it.
            await pause(300 + Math.random() * 1_700);
            const kill = await killWorker(bench);
            accepted += (await sending).filter(({ status }) => status === 202).length;
            kills.push(kill);
            own.push(kill);
            log(
              `  kill ${kills.length}: ${kill.inHand} runs in hand, resumed after ${(kill.resumedMs / 1_000).toFixed(1)} s`,
            );
          }
          return own;
        },
        log,
      );
      const runs = await untilEnded(bench, 60);
      const calls = await callsOf(bench);
      const { repeated, once, otherKey } = repeatsIn(calls);
      const completedAgain = kills.flatMap(({ at, completed }) => {
        const done = new Set(completed);
        return calls.filter((call) => call.at > at && done.has(call.path));
      });
      const cutOff = new Set(kills.flatMap((kill) => kill.cutOff));
      const uncertain = runs.filter(({ code }) => code === "step_uncertain");
      const resumed = measured.valid.flat().map(({ resumedMs }) => resumedMs);
      return {
        control: controlOf(measured),
        rows: [
          exactly("blocks that count", measured.valid.length, "", blocks),
          plain("kills", kills.length, ""),
          plain("runs accepted", accepted, ""),
          exactly("runs lost", accepted - runs.length, "", 0),
          exactly("runs that have not ended", runs.filter((run) => !hasEnded(run)).length, "", 0),
          exactly(
            "runs failed for another reason",
            runs.filter(({ state }) => state !== "succeeded").length - uncertain.length,
            "",
            0,
          ),
          plain(
            "runs in hand at the kills",
            kills.reduce((sum, { inHand }) => sum + inHand, 0),
            "",
          ),
          plain("resumed after, median", median(resumed) / 1_000, "s"),
          atMost("resumed after, longest", Math.max(...resumed) / 1_000, "s", 15),
          exactly("completed steps repeated", completedAgain.length, "", 0),
          plain("steps in flight repeated", repeated.length, ""),
          atMost("  most for a run and kill", mostForKill(repeated, kills), "", 1),
          exactly("  with another idempotency key", otherKey, "", 0),
          exactly("steps that must happen once, repeated", once, "", 0),
          plain("  cut off", cutOff.size, ""),
          exactly(
            "  cut off and not uncertain",
            [...cutOff].filter((id) => !uncertain.some((run) => run.id === id)).length,
            "",
            0,
          ),
        ],
      };
    } finally {
      await bench.stop();
    }
  },
};

/** Kills the worker, looks at what it left, starts another and waits until that is in its hands. */
async function killWorker(bench: Bench): Promise<Kill> {
  const worker = bench.products.at(-1);
  if (worker === undefined) throw new Error("there is no worker");
  const at = clock();
  await worker.stop("SIGKILL");
  // What it had sent to Postgres is carried out or not by then.
  await pause(150);
  const { rows: left } = await bench.pool.query<{ id: string; owner_id: string; n: string }>(
    "SELECT id, owner_id, input->'body'->>'n' AS n FROM runs WHERE state = 'running'",
  );
  const ids = left.map(({ id }) => id);
  const { rows: steps } = await bench.pool.query<{ run_id: string; name: string; state: string }>(
    `SELECT run_id, state, split_part(input->>'url', '/', 4) AS name FROM run_steps
     WHERE run_id = ANY($1) AND node_type = 'rest-api'`,
    [ids],
  );
  const numbers = new Map(left.map(({ id, n }) => [id, n]));
  const known = steps.filter(({ name }) => callsOfRun.some((call) => call === name));
  const starting = bench.addProduct("worker");
  const until = clock() + 60_000;
  let waiting = left.length;
  while (waiting > 0 && clock() < until) {
    const { rows } = await bench.pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM runs
       WHERE id = ANY($1) AND (state = 'queued' OR (state = 'running' AND owner_id = ANY($2)))`,
      [ids, left.map(({ owner_id }) => owner_id)],
    );
    waiting = rows[0]?.waiting ?? 0;
    if (waiting > 0) await pause(50);
  }
  const resumedMs = clock() - at;
  await starting;
  return {
    at,
    inHand: left.length,
    resumedMs,
    completed: known
      .filter(({ state }) => state === "succeeded")
      .map(({ run_id, name }) => `/${name}/${numbers.get(run_id)}`),
    cutOff: known
      .filter(({ state, name }) => state === "started" && name === "pay")
      .map(({ run_id }) => run_id),
  };
}

function mostForKill(repeated: readonly { n: number; at: number }[], kills: readonly Kill[]) {
  const counts = new Map<string, number>();
  for (const { n, at } of repeated) {
    const kill = kills.findLastIndex((one) => one.at < at);
    const key = `${n} ${kill}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
