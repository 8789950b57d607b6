import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { StepRecord } from "./step-record.ts";
import { basicTypes, drawFlow, runInMemory } from "./walk.fixture.ts";

const kinds = ["echo", "pick", "merge", "set", "ask"] as const;

/** Random graphs, forks, merges and (rarely ending) loops included. */
const flows = fc
  .integer({ min: 1, max: 7 })
  .chain((count) =>
    fc.record({
      nodes: fc.array(
        fc.record({
          kind: fc.constantFrom(...kinds),
          port: fc.constantFrom("done", "left"),
          disabled: fc.boolean(),
        }),
        { minLength: count, maxLength: count },
      ),
      edges: fc.array(
        fc.record({
          from: fc.integer({ min: -1, max: count - 1 }),
          to: fc.integer({ min: 0, max: count - 1 }),
          port: fc.constantFrom("done", "done", "left"),
        }),
        { maxLength: count * 2 + 2 },
      ),
      forwardOnly: fc.boolean(),
    }),
  )
  .map(({ nodes, edges, forwardOnly }) =>
    drawFlow(
      {
        start: { type: "start" },
        ...Object.fromEntries(
          nodes.map(({ kind, port, disabled }, index) => [
            `n${index}`,
            {
              type: kind === "ask" ? "echo" : kind,
              disabled: disabled && kind !== "pick",
              config: { value: index, name: `v${index}`, port },
            },
          ]),
        ),
      },
      [
        "start -> n0",
        ...edges
          .filter(({ from, to }) => !forwardOnly || from < to)
          .map(({ from, to, port }) => `${from < 0 ? "start" : `n${from}.${port}`} -> n${to}`),
      ],
    ),
  );

const essence = (steps: readonly StepRecord[]) =>
  steps
    .map(({ activationId, nodeId, state, port, output }) =>
      JSON.stringify([activationId, nodeId, state, port, output]),
    )
    .sort();

test("a run cut at any point and continued does what an uncut run does", async () => {
  await fc.assert(
    fc.asyncProperty(flows, fc.double({ min: 0, max: 1, noNaN: true }), async (document, at) => {
      const whole = runInMemory(document, { types: basicTypes });
      const outcome = await whole.outcome;
      if (outcome.error?.code === "activation_limit") return;
      assert.equal(outcome.state, "succeeded");
      const kept = whole.steps.slice(0, Math.floor(at * (whole.steps.length + 1)));
      const rest = runInMemory(document, { types: basicTypes, steps: kept });
      const again = await rest.outcome;
      assert.equal(again.state, "succeeded");
      assert.deepEqual(essence([...kept, ...rest.steps]), essence(whole.steps));
      assert.equal(new Set(whole.steps.map((step) => step.activationId)).size, whole.steps.length);
    }),
    { numRuns: 400 },
  );
});
