import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { judgeOperations } from "#lib/systems/judge-operations.fixture.ts";
import { judgedExceptions } from "#lib/systems/judged-exceptions.ts";
import { atMost, type Figure, plain, type Row } from "./figure.ts";

/** Every operation of large descriptions as a form and a request, judged by openapi-backend. */
export const http: Figure = {
  name: "http",
  summary: "every operation of GitHub's and Stripe's descriptions (in PATCHBAY_SPECS), judged",
  bars: ["refusals that are not listed with a reason: 0"],
  async run(log) {
    const rows: Row[] = [];
    for (const name of ["github", "stripe"]) {
      const specs = process.env.PATCHBAY_SPECS;
      if (specs === undefined) {
        log(`  ${name}: skipped, PATCHBAY_SPECS names no folder`);
        continue;
      }
      const text = await readFile(join(specs, `${name}.openapi.json`), "utf8");
      const { operations, accepted, refused } = await judgeOperations(text);
      const listed = judgedExceptions[name] ?? {};
      const unlisted = refused.filter(({ key }) => !Object.hasOwn(listed, key));
      for (const { key, why } of unlisted) log(`  ${name} ${key}: ${why}`);
      for (const { key } of refused) {
        if (Object.hasOwn(listed, key)) log(`  ${name} ${key}: ${listed[key]}`);
      }
      rows.push(
        plain(`${name}: operations`, operations, ""),
        plain(`${name}: accepted`, accepted, ""),
        plain(`${name}: refused with a reason`, refused.length - unlisted.length, ""),
        atMost(`${name}: refused`, unlisted.length, "", 0),
      );
    }
    return { rows, control: { medianMs: 0, spread: 0, voidBlocks: 0 } };
  },
};
