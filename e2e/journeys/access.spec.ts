import { expect, test } from "@playwright/test";
import { runAccessMatrix } from "../access/run-in-process.ts";

// No browser: it is here because it needs the built pages. Each cell is a request as a browser sends it.
test("every action, route and page is for whom the table of who may do what says", async () => {
  test.setTimeout(400_000);
  const seen = await runAccessMatrix();
  expect(seen.uncovered).toEqual([]);
  expect(seen.mismatches).toEqual([]);
  expect(seen.cells).toBeGreaterThan(1_000);
  // One line that says the opposite: all of its cells are told.
  expect(seen.turned).toBe(seen.turnedCells);
});
