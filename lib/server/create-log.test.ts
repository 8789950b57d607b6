import assert from "node:assert/strict";
import { test } from "node:test";
import { loggedError } from "./create-log.ts";

test("what hangs on a driver's error stays out of the log, its cause does not", () => {
  const cause = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
  const error = Object.assign(new Error("no database", { cause }), {
    client: { connectionString: "postgresql://user:hunter2@db/x" },
  });
  const logged = loggedError(error);
  assert.equal(logged.message, "no database");
  assert.equal(logged.cause?.code, "ECONNREFUSED");
  assert.doesNotMatch(JSON.stringify(logged), /hunter2/);
  assert.deepEqual(loggedError("odd"), { type: "string", message: "odd" });
});
