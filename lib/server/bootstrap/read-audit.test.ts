import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { test } from "node:test";
import { readAudit } from "./read-audit.ts";

test("high and critical advisories are found, lesser ones are not", () => {
  const report = {
    vulnerabilities: {
      a: { name: "a", severity: "high", via: [{ title: "Reads too much" }, "b"] },
      b: { name: "b", severity: "critical", via: [{ title: "Runs anything" }] },
      c: { name: "c", severity: "moderate", via: [{ title: "Is slow" }] },
    },
  };
  assert.deepEqual(readAudit(JSON.stringify(report)), [
    "a (high): Reads too much; b",
    "b (critical): Runs anything",
  ]);
});

test("a registry without advisories is not taken for one that found nothing", () => {
  assert.equal(readAudit(""), undefined);
  assert.equal(readAudit('{"statusCode":405}'), undefined);
  assert.deepEqual(readAudit('{"vulnerabilities":{}}'), []);
});

/** Below these, a hole is known that Patchbay would be open to. */
const leastVersions = {
  next: "16.4.6",
  "next-auth": "4.24.15",
  liquidjs: "10.30.1",
  nodemailer: "10.4.1",
};

test("nothing installed is older than its last known hole", async () => {
  const packages = resolve(import.meta.dirname, "../../../node_modules");
  for (const [name, least] of Object.entries(leastVersions)) {
    const manifest = await readFile(resolve(packages, name, "package.json"), "utf8");
    const version = String(JSON.parse(manifest).version);
    assert.ok(compare(version, least) >= 0, `${name} ${version} is older than ${least}`);
  }
});

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  for (let place = 0; place < 3; place++) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
