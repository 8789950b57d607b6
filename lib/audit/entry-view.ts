import type { FoundTarget } from "#lib/db/audit/find-targets.ts";
import type { AuditRow } from "#lib/db/audit/list-entries.ts";
import type { AuditEntryView, AuditRecord, SentencePart } from "./contract.ts";
import { difference } from "./difference.ts";
import { plainSentence, sentenceOf } from "./sentences.ts";

/** An entry for the page; `found` is its target if that is still there. */
export function entryView(row: AuditRow, found: FoundTarget | undefined): AuditEntryView {
  const { before, target, after } = sentenceOf(row);
  const href = found && hrefOf(found);
  const parts: SentencePart[] = [
    { text: before },
    { text: target, ...(href !== undefined && { href }) },
    { text: after },
  ];
  return {
    ...placeOf(row),
    sentence: parts.filter(({ text }) => text !== ""),
    changes: difference(row.before, row.after),
  };
}

/** An entry as exports and the stream carry it. */
export function auditRecord(row: AuditRow): AuditRecord {
  return {
    ...placeOf(row),
    workspaceId: row.workspaceId,
    sentence: plainSentence(row),
    before: row.before,
    after: row.after,
  };
}

function placeOf(row: AuditRow) {
  const { id, at, action, ip, userAgent, requestId } = row;
  return {
    ...{ id, at, action, ip, userAgent, requestId },
    actor: { id: row.actorId, name: row.actorName },
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
  };
}

function hrefOf({ type, id, flowId }: FoundTarget): string | undefined {
  const one = encodeURIComponent(id);
  switch (type) {
    case "flow":
      return `/flows/${one}`;
    case "run":
      return flowId === null ? undefined : `/flows/${encodeURIComponent(flowId)}/runs/${one}`;
    case "conversation":
      return `/conversations/${one}`;
    case "connection":
      return "/connections";
    case "user":
      return "/people";
    default:
      return undefined;
  }
}
