import assert from "node:assert/strict";
import { test } from "node:test";
import { EngineError } from "#lib/errors/engine-error.ts";
import { explainFailedStart } from "./explain-failed-start.ts";

const env = { host: "10.1.2.3", port: 3000 };
const systemError = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

test("what the system says about the address names the variable", () => {
  assert.match(explainFailedStart(systemError("EADDRINUSE"), env)[0] ?? "", /^PORT: 3000 is/);
  assert.match(explainFailedStart(systemError("EACCES"), env)[0] ?? "", /^PORT: this user/);
  assert.match(
    explainFailedStart(systemError("EADDRNOTAVAIL"), env)[0] ?? "",
    /^HOST: 10\.1\.2\.3/,
  );
});

test("our own errors bring what to do next, others their message", () => {
  const ours = new EngineError("encryption_key_missing", "The key k1 is missing.", {
    next: "Add it.",
  });
  assert.deepEqual(explainFailedStart(ours, env), [
    "Patchbay could not start: The key k1 is missing.",
    "Add it.",
  ]);
  assert.deepEqual(explainFailedStart(new Error("odd"), env), ["Patchbay could not start: odd"]);
});
