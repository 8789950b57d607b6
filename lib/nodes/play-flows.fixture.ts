import { randomUUID } from "node:crypto";
import type { Actor } from "#lib/access/contract.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { type Drawing, drawDocument } from "#lib/flow-store/draw-document.ts";
import type { ServicesBench } from "#lib/server/services-bench.fixture.ts";

/** Draws flows that start by hand and plays them as a test run, with everything that a server has. */
export class FlowPlayer {
  readonly #bench: ServicesBench;
  readonly #owner: Actor;

  constructor(bench: ServicesBench, owner: Actor) {
    this.#bench = bench;
    this.#owner = owner;
  }

  /** A flow whose start leads to the first of these steps. */
  async flowOf(nodes: Drawing["nodes"], edges: Drawing["edges"] = []): Promise<string> {
    const start = { type: "manual-trigger", name: "Start", at: [0, 0] as [number, number] };
    const [first = ""] = Object.keys(nodes);
    const document = drawDocument({
      nodes: { start, ...nodes },
      edges: [["start", "done", first], ...edges],
    });
    return (await this.#bench.services.flows.create(this.#owner, { name: randomUUID(), document }))
      .id;
  }

  /** Plays a flow until it has ended or waits. */
  async play(flowId: string, payload: Json = {}) {
    const { runs } = this.#bench.services;
    const { runId } = await runs.startTest(this.#owner, { flowId, payload });
    for (let tries = 0; tries < 400; tries++) {
      const detail = await runs.get(this.#owner, runId);
      if (!["running", "queued"].includes(detail.run.state)) {
        const output = (nodeId: string) =>
          detail.steps.findLast((step) => step.nodeId === nodeId)?.output as JsonObject;
        return { ...detail, output };
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("The run did not end in 10 s.");
  }

  async run(nodes: Drawing["nodes"], edges: Drawing["edges"] = [], payload: Json = {}) {
    return await this.play(await this.flowOf(nodes, edges), payload);
  }
}

/** A step for a drawing. */
export const step = (type: string, name: string, config: JsonObject, connection?: string) => ({
  ...{ type, name, at: [300, 0] as [number, number], config },
  ...(connection !== undefined && { connection }),
});
