import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ExecuteContext, Execution } from "#lib/nodes/contract.ts";
import type { NodeType } from "./plan.ts";
import type { ConsumedWait } from "./replay.ts";
import type { StepRecord, WaitRecord } from "./step-record.ts";
import { basicTypes, done, drawFlow, nodeType, runInMemory } from "./walk.fixture.ts";

const hour = 3_600_000;
const down = () => new UpstreamError("upstream_unreachable", "Nobody is there.");

/** A step that is kept trying for an hour. */
function sender(run: (context: ExecuteContext) => Execution, whenCutOff = "stop") {
  const type = nodeType(run, { effects: "once" });
  const definition: NodeType["definition"] = { ...type.definition, keepTrying: () => hour };
  const types = { ...basicTypes, sender: { ...type, definition } };
  const nodes = { start: { type: "start" }, send: { type: "sender", whenCutOff } };
  return { types, document: drawFlow(nodes, ["start -> send"]) };
}

/** Runs it, and resumes it at the time of each wait, until it waits no more or `rounds` are over. */
async function play({ types, document }: ReturnType<typeof sender>, rounds = 200) {
  const steps = new Map<string, StepRecord>();
  const waits: WaitRecord[] = [];
  let consumed: ConsumedWait[] = [];
  let now = 0;
  for (let round = 0; ; round++) {
    const host = { now: () => new Date(now), random: () => 1 };
    const walk = runInMemory(document, { types, steps: [...steps.values()], consumed, host });
    const outcome = await walk.outcome;
    for (const step of walk.steps) steps.set(step.activationId, step);
    waits.push(...walk.waits);
    const wait = walk.waits[0];
    if (wait === undefined || round === rounds) return { outcome, waits, now, steps };
    now = wait.expiresAt ?? now;
    const resumption = { kind: "delay", state: wait.state } as const;
    consumed = [{ activationId: wait.activationId, count: wait.count, resumption }];
  }
}

describe("a step that is kept trying", () => {
  it("waits with growing gaps, at most 15 minutes, and sends once the other side is back", async () => {
    const keys: string[] = [];
    let calls = 0;
    const { outcome, waits, now } = await play(
      sender(({ idempotencyKey, resumed }) => {
        keys.push(idempotencyKey);
        assert.equal(resumed, undefined, "the step does not notice that it waited");
        if (++calls < 11) throw down();
        return done("sent");
      }),
    );
    assert.deepEqual([outcome.state, outcome.output], ["succeeded", "sent"]);
    const times = [0, ...waits.map(({ expiresAt }) => expiresAt ?? 0)];
    const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000);
    assert.deepEqual(gaps, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    assert.equal(now, 3_075_000);
    assert.equal(new Set(keys).size, 1, "every try carries the same key");
  });

  it("fails with the other side's error when its time is over", async () => {
    const { outcome, now } = await play(
      sender(() => {
        throw down();
      }),
    );
    assert.deepEqual([outcome.state, outcome.error?.code], ["failed", "upstream_unreachable"]);
    assert.equal(now, hour, "the last try is made at the very end");
  });

  it("shows meanwhile what it failed with", async () => {
    const { steps } = await play(
      sender(() => {
        throw down();
      }),
      0,
    );
    const step = [...steps.values()].find(({ nodeId }) => nodeId === "send");
    assert.deepEqual([step?.state, step?.error?.code], ["waiting", "upstream_unreachable"]);
  });

  it("waits as long as the other side asks", async () => {
    let calls = 0;
    const { waits } = await play(
      sender(() => {
        const options = { status: 429, retryAfterMs: 1_200_000 };
        if (++calls === 1) throw new UpstreamError("hook_not_taken", "Later.", options);
        return done("sent");
      }),
    );
    assert.equal(waits[0]?.expiresAt, 1_200_000);
  });

  it("repeats nothing that may have happened, unless its author says so", async () => {
    const cut = () => new UpstreamError("upstream_closed", "It hung up.");
    let calls = 0;
    const send = () => {
      if (++calls === 1) throw cut();
      return done("sent");
    };
    const careful = await play(sender(send));
    assert.deepEqual([careful.outcome.state, careful.waits.length], ["failed", 0]);
    calls = 0;
    const bold = await play(sender(send, "retry"));
    assert.deepEqual([bold.outcome.state, bold.waits.length], ["succeeded", 1]);
  });

  it("does not wait for what only its author can change", async () => {
    const { outcome, waits } = await play(
      sender(() => {
        throw new UserError("hook_gone", "It was switched off.");
      }),
    );
    assert.deepEqual([outcome.state, waits.length], ["failed", 0]);
  });

  it("gives a later wait of its own an address that fits", async () => {
    const urls: string[] = [];
    let calls = 0;
    const { waits } = await play(
      sender(({ callbackUrl }) => {
        urls.push(callbackUrl());
        if (++calls < 3) throw down();
        return { kind: "wait", wait: { kind: "callback", state: {} } };
      }),
      2,
    );
    const last = waits.at(-1);
    assert.deepEqual([last?.kind, last?.count], ["callback", 3]);
    assert.ok(urls.at(-1)?.endsWith(`${last?.activationId}.3`), urls.at(-1));
  });
});
