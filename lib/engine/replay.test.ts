import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { StepRecord } from "./step-record.ts";
import { basicTypes, drawFlow, runInMemory } from "./walk.fixture.ts";

const kinds = ["echo", "pick", "merge", "set", "ask", "each"] as const;

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
          port: fc.constantFrom("done", "done", "left", "each"),
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
              config: {
                value: index,
                name: `v${index}`,
                port,
                ...(kind === "each" ? { items: [index, "b", null], atOnce: (index % 2) + 1 } : {}),
              },
            },
          ]),
        ),
      },
      [
        "start -> n0",
        ...edges
          // A loop that leads back into itself is refused; here all are to end.
          .filter(
            ({ from, to }) =>
              from < to || (!forwardOnly && nodes.every(({ kind }) => kind !== "each")),
          )
          .map(({ from, to, port }) => `${from < 0 ? "start" : `n${from}.${port}`} -> n${to}`),
      ],
    ),
  );

/** What the journal holds of these records: of each activation the newest. */
const stored = (steps: readonly StepRecord[]) => [
  ...new Map(steps.map((step) => [step.activationId, step])).values(),
];

const essence = (steps: readonly StepRecord[]) =>
  stored(steps)
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
      const kept = stored(whole.steps.slice(0, Math.floor(at * (whole.steps.length + 1))));
      const rest = runInMemory(document, { types: basicTypes, steps: kept });
      const again = await rest.outcome;
      assert.equal(again.state, "succeeded");
      assert.deepEqual(essence([...kept, ...rest.steps]), essence(whole.steps));
      const closed = whole.steps.filter((step) => step.state !== "looping");
      assert.equal(new Set(closed.map((step) => step.activationId)).size, closed.length);
    }),
    { numRuns: 400 },
  );
});
