import { tryHostileTargets } from "#lib/http/hostile-targets.fixture.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";

/** Every way out, tried with targets that Patchbay must not call, against listeners that count. */
export const egress: Figure = {
  name: "egress",
  summary: "hostile targets by address, name, redirect, rebinding, mail and OAuth: who is reached",
  bars: [
    "at least 40 targets",
    "every try refused as egress_refused, 0 connections accepted",
    "each target that is allowed then is reached exactly once",
  ],
  async run(log) {
    const { outcomes, accepted, allowed } = await tryHostileTargets();
    const wrong = outcomes.filter(({ code }) => code !== "egress_refused");
    for (const { lane, target, code } of wrong) log(`  ${lane} ${target}: ${code}`);
    const astray = allowed.filter(({ reached }) => reached !== 1);
    for (const { target, reached } of astray) log(`  ${target} allowed: reached ${reached} times`);
    const lanes = new Map<string, number>();
    for (const { lane } of outcomes) {
      const name = lane.split(" ", 1)[0] ?? lane;
      lanes.set(name, (lanes.get(name) ?? 0) + 1);
    }
    return {
      // Nothing here is timed.
      control: { medianMs: 0, spread: 0, voidBlocks: 0 },
      rows: [
        atLeast("hostile targets", new Set(outcomes.map(({ target }) => target)).size, "", 40),
        ...[...lanes].map(([lane, count]) => plain(`  tries by ${lane}`, count, "")),
        exactly("not refused as egress_refused", wrong.length, "", 0),
        exactly("connections accepted", accepted, "", 0),
        atLeast("targets allowed afterwards", allowed.length, "", 20),
        exactly("  not reached exactly once", astray.length, "", 0),
      ],
    };
  },
};
