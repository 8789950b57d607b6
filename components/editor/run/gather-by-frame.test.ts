import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherByFrame } from "./gather-by-frame.ts";

/** Frames that come when the test says so. */
function frames() {
  const waiting = new Set<() => void>();
  return {
    onFrame: (call: () => void) => {
      waiting.add(call);
      return () => waiting.delete(call);
    },
    next: () => {
      for (const call of [...waiting]) call();
    },
    asked: () => waiting.size,
  };
}

test("what comes between two frames is handed out together, in order, and once", () => {
  const { onFrame, next, asked } = frames();
  const taken: number[][] = [];
  const gathering = gatherByFrame<number>((items) => taken.push(items), onFrame);
  for (const item of [1, 2, 3]) gathering.add(item);
  assert.equal(asked(), 1);
  assert.deepEqual(taken, []);
  next();
  gathering.add(4);
  next();
  next();
  assert.deepEqual(taken, [[1, 2, 3], [4]]);
});

test("flush does not wait for the frame, drop forgets", () => {
  const { onFrame, next, asked } = frames();
  const taken: number[][] = [];
  const gathering = gatherByFrame<number>((items) => taken.push(items), onFrame);
  gathering.add(1);
  gathering.flush();
  assert.deepEqual(taken, [[1]]);
  gathering.add(2);
  gathering.drop();
  assert.equal(asked(), 0);
  next();
  gathering.flush();
  assert.deepEqual(taken, [[1]]);
});
