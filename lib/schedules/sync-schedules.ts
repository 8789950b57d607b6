import { v7 as uuid } from "uuid";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { Schedule } from "./contract.ts";
import { nextOccurrence } from "./occurrences.ts";
import { compileSchedule } from "./schedule-setting.ts";

type Client = Pick<Prisma.TransactionClient, "schedule">;
type FlowRef = { id: string; workspaceId: string };

/**
 * Makes the flow's schedules those of the document that goes live; null takes all of them away. Runs
 * in the transaction that publishes. A schedule is due first at its next time from `now`, never for
 * one that has passed; one whose times did not change keeps the time it is due, also when overdue.
 *
 * @throws UserError `invalid_config` when a schedule cannot be read
 */
export async function syncSchedules(
  tx: Client,
  flow: FlowRef,
  document: FlowDocument | null,
  now = new Date(),
): Promise<void> {
  const wanted = schedulesOf(document);
  await tx.schedule.deleteMany({
    where: { flowId: flow.id, nodeId: { notIn: wanted.map(({ nodeId }) => nodeId) } },
  });
  if (wanted.length === 0) return;
  const kept = await tx.schedule.findMany({ where: { flowId: flow.id } });
  for (const { nodeId, settings } of wanted) {
    const row = kept.find((candidate) => candidate.nodeId === nodeId);
    const nextAt = nextOccurrence(settings, now);
    if (row === undefined) {
      const { id: flowId, workspaceId } = flow;
      await tx.schedule.create({
        data: { id: uuid(), workspaceId, flowId, nodeId, settings, nextAt },
      });
      continue;
    }
    const same = timesOf(row.settings) === timesOf(settings);
    await tx.schedule.update({
      where: { id: row.id },
      data: same ? { settings } : { settings, nextAt },
    });
  }
}

/** The document's schedules that are switched on. */
function schedulesOf(document: FlowDocument | null): { nodeId: string; settings: Schedule }[] {
  return (document?.nodes ?? [])
    .filter((node) => definitionOf(node.type)?.trigger === "schedule" && !node.disabled)
    .map(({ id, config }) => ({
      nodeId: id,
      settings: compileSchedule(config.schedule ?? {}, config.missed === "once" ? "once" : "skip"),
    }));
}

/** What decides when a schedule is due, as comparable text. */
function timesOf(settings: unknown): string {
  // Written by `syncSchedules` alone.
  const schedule = settings as Schedule;
  return schedule.kind === "interval"
    ? String(schedule.everyMs)
    : `${schedule.expression} ${schedule.zone}`;
}
