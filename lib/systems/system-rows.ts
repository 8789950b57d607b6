import { z } from "zod";
import type { System } from "#lib/db/generated/client.ts";
import type { SystemUse } from "#lib/db/systems/system-usage.ts";
import type { Operation, SystemSummary } from "./contract.ts";
import { writtenSystem } from "./written/written-system.ts";

const kinds = z.enum(["openapi", "graphql", "written"]).catch("openapi");
const texts = z.array(z.string()).catch([]);

/** A system as people see it. Flows that whoever asks may not open are left out. */
export function summarise(
  row: Omit<System, "definition"> & {
    definition?: System["definition"];
    _count: { operations: number };
  },
  uses: readonly SystemUse[],
): SystemSummary {
  const flows = new Map<string, { name: string; draft: Set<string>; live: Set<string> }>();
  for (const { systemId, flowId, flowName, live, nodeId, open } of uses) {
    if (systemId !== row.id || !open) continue;
    const known = flows.get(flowId) ?? { name: flowName, draft: new Set(), live: new Set() };
    known[live ? "live" : "draft"].add(nodeId);
    flows.set(flowId, known);
  }
  return {
    ...{
      id: row.id,
      name: row.name,
      kind: kinds.parse(row.kind),
      sourceUrl: row.sourceUrl,
    },
    ...{ baseUrl: row.baseUrl, version: row.version, format: row.format },
    written: writtenSystem
      .nullable()
      .catch(null)
      .parse(row.definition ?? null),
    operations: row._count.operations,
    flaws: texts.parse(row.flaws),
    connectionKinds: texts.parse(row.connectionKinds),
    importedAt: row.importedAt.toISOString(),
    refreshedAt: row.refreshedAt.toISOString(),
    usedBy: [...flows].map(([id, { name, draft, live }]) => ({
      ...{ id, name, live: live.size > 0, steps: Math.max(draft.size, live.size) },
    })),
  };
}

/** An operation as it was stored by the import. */
export function readOperationDetail(detail: unknown): Operation {
  return detail as Operation; // written by `rowsOf`, from the same type
}
