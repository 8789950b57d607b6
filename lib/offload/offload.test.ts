import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createOffload } from "./offload.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const input = (text: string) => ({ bytes: bytes(text), contentType: "application/json" });
const moduleUrl = new URL("./offload.ts", import.meta.url).href;

test("tasks run, errors come back as what they are", async () => {
  const offload = createOffload();
  assert.deepEqual(await offload.run("json-parse", input('{"a":[1]}')), { a: [1] });
  await assert.rejects(offload.run("json-parse", input("{")), {
    code: "upstream_invalid_json",
    fault: "upstream",
  });
  assert.deepEqual(await offload.run("json-parse", input("[2]")), [2]);
  offload.close();
});

test("a task over its time is killed, and the next one served", async () => {
  const offload = createOffload({ processes: 1 });
  const slow = `[${"[1],".repeat(300_000)}1]`;
  await assert.rejects(offload.run("json-parse", input(slow), { timeoutMs: 1 }), {
    code: "offload_timeout",
    fault: "user",
  });
  assert.deepEqual(await offload.run("json-parse", input("[2]")), [2]);
  offload.close();
});

test("a task over its memory fails alone", async () => {
  const offload = createOffload({ processes: 1 });
  const hungry = `[${"{},".repeat(1_600_000)}{}]`;
  const failed = offload.run("json-parse", input(hungry), { timeoutMs: 30_000 });
  const next = offload.run("json-parse", input("[2]"));
  await assert.rejects(failed, { code: "offload_failed", fault: "user" });
  assert.deepEqual(await next, [2]);
  offload.close();
});

test("the queue is bounded and everything in it is served", async () => {
  const offload = createOffload({ processes: 2, queue: 3 });
  const runs = Array.from({ length: 8 }, (_, i) => offload.run("json-parse", input(`[${i}]`)));
  const results = await Promise.allSettled(runs);
  const served = results.filter((r) => r.status === "fulfilled").map((r) => r.value);
  const refused = results.filter((r) => r.status === "rejected").map((r) => r.reason.code);
  assert.equal(served.length + refused.length, 8);
  assert.ok(refused.length > 0);
  assert.ok(refused.every((code) => code === "overloaded"));
  assert.deepEqual(
    served,
    served.map((_, i) => [i]),
  );
  offload.close();
});

test("closing fails what runs and waits", async () => {
  const offload = createOffload({ processes: 1 });
  const runs = [1, 2].map((i) => offload.run("json-parse", input(`[${i}]`)));
  offload.close();
  for (const run of runs) await assert.rejects(run, { code: "shutting_down" });
  await assert.rejects(offload.run("json-parse", input("1")), { code: "shutting_down" });
});

test("an idle process does not keep its parent alive", async () => {
  const script = `
    const { createOffload } = await import(${JSON.stringify(moduleUrl)});
    const bytes = new TextEncoder().encode("[7]");
    console.log(JSON.stringify(await createOffload().run("json-parse", { bytes, contentType: "" })));`;
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const args = ["--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 25_000 });
  assert.equal(stdout.trim(), "[7]");
});
