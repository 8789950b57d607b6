import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { describeError } from "./describe-error.ts";
import { UserError } from "./user-error.ts";

test("our own errors keep their words; others say nothing of their insides", () => {
  const own = describeError(new UserError("not_found", "No such flow.", { next: "Look again." }));
  assert.deepEqual(own, {
    code: "not_found",
    message: "No such flow.",
    fault: "user",
    next: "Look again.",
  });
  const other = describeError(new Error("password=hunter2"));
  assert.equal(other.code, "internal");
  assert.ok(!JSON.stringify(other).includes("hunter2"));
});

test("a database that is away is said so, with when to try again", async () => {
  const client = new pg.Client({ host: "127.0.0.1", port: 1 });
  const error = await client.connect().catch((refused: unknown) => refused);
  const { code, retryAfterMs } = describeError(error);
  assert.deepEqual({ code, retryAfterMs }, { code: "database_unavailable", retryAfterMs: 1_000 });
  // As Prisma has it.
  const known = Object.assign(new Error("Can't reach database server"), { code: "P1001" });
  assert.equal(describeError(known).code, "database_unavailable");
});
