import { z } from "zod";
import type { Connection } from "#lib/db/generated/client.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ConnectionUse } from "./connection-uses.ts";
import type { ConnectionSummary } from "./contract.ts";
import { connectionKindOf } from "./kinds.ts";

const verdict = z.object({
  ok: z.boolean(),
  at: z.string(),
  message: z.string(),
  durationMs: z.number(),
});

/** What everybody in the workspace may know of a credential. */
export function summariseConnection(
  found: Connection,
  uses: ReadonlyMap<string, ConnectionUse[]>,
): ConnectionSummary {
  const lastTest = verdict.safeParse(found.lastTest).data ?? null;
  return {
    id: found.id,
    name: found.name,
    kind: found.kind,
    kindLabel: connectionKindOf(found.kind)?.label ?? found.kind,
    settings: found.settings as JsonObject /* written by the store */,
    hint: found.hint,
    state: lastTest === null ? "untested" : lastTest.ok ? "ok" : "failing",
    lastTest,
    lastUsedAt: found.lastUsedAt?.toISOString() ?? null,
    createdAt: found.createdAt.toISOString(),
    usedBy: uses.get(found.id) ?? [],
  };
}
