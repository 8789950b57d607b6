import assert from "node:assert/strict";
import { test } from "node:test";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { retryPauseMs } from "./retry.ts";

const policy = { retries: 3, baseMs: 1_000, effects: "idempotent" } as const;
const pauseAfter = (error: unknown, attempt = 1) => retryPauseMs(error, attempt, policy, () => 1);

test("what may pass is tried again, with growing pauses, as often as the settings say", () => {
  const gone = new UpstreamError("upstream_unreachable", "Nobody answered.");
  assert.deepEqual(
    [1, 2, 3, 4].map((attempt) => pauseAfter(gone, attempt)),
    [1_000, 2_000, 4_000, undefined],
  );
});

test("a whole answer that cannot be read is not asked for again", () => {
  for (const code of [
    "upstream_invalid_json",
    "upstream_invalid_xml",
    "unknown_charset",
  ] as const) {
    assert.equal(pauseAfter(new UpstreamError(code, "It cannot be read.")), undefined, code);
  }
});
