import assert from "node:assert/strict";
import { test } from "node:test";
import type { StepView } from "#lib/runs/events.ts";
import { stepToShow } from "./step-to-show.ts";

const step = (nodeId: string, state: StepView["state"]) =>
  ({ nodeId, state }) as StepView /* the parts that count here */;

test("a run opens where it failed, not where a failure was dealt with, else at its end", () => {
  const steps = [step("start", "succeeded"), step("call", "failed"), step("sorry", "succeeded")];
  assert.equal(stepToShow({ state: "succeeded" }, steps)?.nodeId, "sorry");
  const failed = [...steps, step("mail", "failed"), step("other", "succeeded")];
  assert.equal(stepToShow({ state: "failed" }, failed)?.nodeId, "mail");
  assert.equal(stepToShow({ state: "failed" }, [step("start", "succeeded")])?.nodeId, "start");
  assert.equal(stepToShow(undefined, []), undefined);
});
