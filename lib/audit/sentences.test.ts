import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { permissions } from "#lib/access/permissions.ts";
import type { AuditRow } from "#lib/db/audit/list-entries.ts";
import { plainSentence, sentences } from "./sentences.ts";

const lib = join(import.meta.dirname, "..");

/** Files that put something on record, with the actions they name. */
function writtenActions(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("**/*.ts", { cwd: lib })) {
    if (/\.(test|fixture)\.ts$/.test(file) || file.includes("generated")) continue;
    const text = readFileSync(join(lib, file), "utf8");
    if (!/\brecordAudit\b/.test(text)) continue;
    for (const [, action = ""] of text.matchAll(
      /["'`]((?!patchbay\.)[a-z][a-z-]*\.[a-z][a-z-]*)["'`]/g,
    )) {
      const isPermission = (permissions as readonly string[]).includes(action);
      if (!isPermission || action in sentences) found.set(action, file);
    }
    const composed = /action: `|action: [^,\n]*\+/.exec(text);
    assert.equal(composed, null, `${file} composes an action: write it out, so that it is found`);
  }
  return found;
}

test("every action that is put on record says what happened in plain words", () => {
  const written = writtenActions();
  assert.ok(written.size > 40, `only ${written.size} actions were found`);
  for (const [action, file] of written) {
    assert.ok(action in sentences, `${action} (lib/${file}) has no sentence`);
  }
  assert.ok("audit.prune" in sentences, "what the database itself writes");
});

const row = (given: Partial<AuditRow>): AuditRow => ({
  ...{ id: "1", workspaceId: "w", at: "2026-05-01T00:00:00.000Z", actorId: "u", actorName: "Ada" },
  ...{ action: "", targetType: "", targetId: "", targetName: "", ip: "", userAgent: "" },
  ...{ requestId: "", before: null, after: null },
  ...given,
});

test("sentences name who, what and which", () => {
  const flow = { targetType: "flow", targetId: "f", targetName: "Lead intake" };
  const cases: [Partial<AuditRow>, string][] = [
    [
      { action: "flow.publish", ...flow, after: { version: 4 } },
      "Ada published “Lead intake” (version 4)",
    ],
    [
      { action: "flow.rename", ...flow, before: { name: "Leads" } },
      "Ada renamed “Leads” to “Lead intake”",
    ],
    [
      { action: "session.refused", targetType: "user", targetName: "Eve" },
      "A sign-in as Eve was refused: wrong password",
    ],
    [{ action: "runs.pause", actorName: "" }, "Somebody paused the workspace’s runs"],
    [{ action: "thing.new-act", targetName: "X" }, "Ada: thing new act, X"],
    [
      { action: "flow.publish", ...flow, after: null },
      "Ada published “Lead intake” (version unknown)",
    ],
    [
      { action: "flow.delete", ...flow, targetName: "{actor} {target}" },
      "Ada deleted the flow “{actor} {target}”",
    ],
  ];
  for (const [given, expected] of cases) assert.equal(plainSentence(row(given)), expected);
});
