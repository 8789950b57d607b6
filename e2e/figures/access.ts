import { runAccessMatrix } from "../access/run-in-process.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";

/** Who may do what: every action, route and page of the running product, by every role. */
export const access: Figure = {
  name: "access",
  summary: "every action, route and page against every role, signed out and another workspace",
  bars: [
    "everything that the product offers is in the table",
    "each permitted cell succeeds, each denied one leaves every row as it was: 0 mismatches",
    "one line of the table turned round is told as a mismatch",
  ],
  async run(log) {
    const seen = await runAccessMatrix();
    for (const one of [...seen.uncovered, ...seen.mismatches]) log(`  ${one}`);
    return {
      // Nothing here is timed.
      control: { medianMs: 0, spread: 0, voidBlocks: 0 },
      rows: [
        plain("server actions", seen.actions, ""),
        plain("routes", seen.routes, ""),
        plain("pages", seen.pages, ""),
        exactly("  not in the table, or gone", seen.uncovered.length, "", 0),
        plain("roles", seen.roles, ""),
        atLeast("cells", seen.cells, "", 1_000),
        plain("  permitted, and succeeded", seen.permitted, ""),
        plain("  denied, and every row unchanged", seen.denied, ""),
        plain("  in a workspace of one's own, this one unchanged", seen.apart, ""),
        plain("tables compared each time", seen.tables, ""),
        exactly("mismatches", seen.mismatches.length, "", 0),
        exactly("mismatches with one line turned round", seen.turned, "", seen.turnedCells),
        plain("time taken", seen.seconds, "s"),
      ],
    };
  },
};
