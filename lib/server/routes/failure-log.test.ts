import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { EngineError } from "#lib/errors/engine-error.ts";
import { createFailureLog } from "./failure-log.ts";
import { problemOf } from "./problem-reply.ts";

type Line = { level: string; facts: object; message: string };
let lines: Line[];
let shed: string[];
let fail: (error: unknown) => void;
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  lines = [];
  shed = [];
  const write = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  const log = createFailureLog({
    log: { error: write("error"), warn: write("warn") },
    message: "a webhook failed",
    onShed: (code) => shed.push(code),
    everyMs: 10_000,
  });
  fail = (error) => log(error, problemOf(error));
});
afterEach(() => mock.timers.reset());

const overloaded = () => new EngineError("overloaded", "Too much.");
const full = () => new EngineError("queue_full", "Too many.");

test("of a thousand that are turned away, each is counted and two lines are written", () => {
  for (let n = 0; n < 600; n++) fail(overloaded());
  for (let n = 0; n < 400; n++) fail(full());
  assert.equal(shed.length, 1_000);
  assert.deepEqual(lines, [
    { level: "warn", facts: { code: "overloaded" }, message: "requests are turned away" },
  ]);
  mock.timers.tick(10_000);
  assert.deepEqual(lines[1], {
    level: "warn",
    facts: { refused: { overloaded: 599, queue_full: 400 }, withinMs: 10_000 },
    message: "requests were turned away",
  });
  mock.timers.tick(60_000);
  assert.equal(lines.length, 2);
  // Calm has returned: the next one is told at once.
  fail(full());
  assert.equal(lines.length, 3);
});

test("what is our fault is an error each time, and what is the caller's is nothing", () => {
  fail(new Error("a bug"));
  fail(new Error("a bug"));
  fail(new EngineError("invalid_json", "No."));
  assert.deepEqual(
    lines.map(({ level, message }) => `${level}: ${message}`),
    ["error: a webhook failed", "error: a webhook failed"],
  );
  assert.deepEqual(shed, []);
});
