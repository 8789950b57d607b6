import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { Pool } from "pg";
import {
  type AuditConditions,
  type AuditPosition,
  type AuditRow,
  listEntries,
} from "#lib/db/audit/list-entries.ts";
import type { AuditFormat } from "./contract.ts";
import { auditRecord } from "./entry-view.ts";

const batch = 1_000;

const columns = [
  "id",
  "time",
  "who",
  "who id",
  "what",
  "action",
  "target type",
  "target id",
  "target",
  "address",
  "browser",
  "request",
  "before",
  "after",
];

/**
 * The entries as a file, newest first, read a thousand at a time: memory stays the same however many
 * there are. In CSV, texts that a spreadsheet would run as a formula begin with an apostrophe.
 */
export function exportEntries(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  conditions: AuditConditions,
  format: AuditFormat,
): Readable {
  const rows = readAll(pool, workspaceId, conditions);
  if (format === "jsonl") return Readable.from(jsonLines(rows));
  return Readable.from(csvCells(rows)).compose(
    stringify({ header: true, columns, escape_formulas: true, record_delimiter: "windows" }),
  );
}

async function* readAll(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  conditions: AuditConditions,
): AsyncGenerator<AuditRow> {
  let after: AuditPosition | null = null;
  for (;;) {
    const rows = await listEntries(pool, workspaceId, conditions, after, batch);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    after = last;
  }
}

async function* jsonLines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(auditRecord(row))}\n`;
}

async function* csvCells(rows: AsyncIterable<AuditRow>): AsyncGenerator<string[]> {
  for await (const row of rows) {
    const record = auditRecord(row);
    yield [
      ...[record.id, record.at, record.actor.name, record.actor.id ?? "", record.sentence],
      ...[record.action, record.target.type, record.target.id, record.target.name],
      ...[record.ip, record.userAgent, record.requestId],
      ...[record.before, record.after].map((value) =>
        value === null ? "" : JSON.stringify(value),
      ),
    ];
  }
}
