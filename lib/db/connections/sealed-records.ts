import type { Pool, PoolClient } from "pg";
import type { Binding, Envelope } from "#lib/connections/envelope.ts";

/** Where sealed secrets are kept. Columns and bindings are SQL of our own, never input. */
type Place = {
  table: string;
  id: string;
  envelope: string;
  binding: { [key in keyof Binding]: string };
  where: string;
};

/** Every place. A new kind of stored secret gets a line here, so that a rotation finds it. */
const places: readonly Place[] = [
  {
    table: "connections",
    id: "id",
    envelope: "envelope",
    binding: { workspaceId: "workspace_id", connectionId: "id", kind: "kind" },
    where: "true",
  },
  {
    table: "workspace_variables",
    id: "id",
    envelope: "envelope",
    binding: {
      workspaceId: "workspace_id",
      connectionId: "name",
      kind: "'workspace-variable'",
    },
    where: "envelope IS NOT NULL",
  },
  {
    table: "second_factors",
    id: "user_id",
    envelope: "envelope",
    binding: { workspaceId: "''", connectionId: "user_id", kind: "'totp'" },
    where: "true",
  },
  {
    table: "installation_facts",
    id: "key",
    envelope: "value",
    binding: { workspaceId: "''", connectionId: "key", kind: "'installation'" },
    where: "key = 'derivation-root'",
  },
];

export type SealedRecord = { table: string; id: string; envelope: unknown; binding: Binding };

type Counted = { key: string | null; count: number };

/** How many records each wrapping key is needed for, by the key's name. */
export async function countByKey(
  query: (sql: string) => Promise<Counted[]>,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, envelope, where } of places) {
    const rows = await query(
      `SELECT ${envelope}->>'keyId' AS key, count(*)::int AS count
         FROM ${table} WHERE ${where} GROUP BY 1`,
    );
    for (const { key, count } of rows) {
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return counts;
}

/** Some records that another key than this one wraps; none when all are done. */
export async function recordsUnderOtherKeys(
  db: Pick<Pool, "query">,
  keyId: string,
  limit: number,
): Promise<SealedRecord[]> {
  for (const { table, id, envelope, binding, where } of places) {
    const { rows } = await db.query<SealedRecord>(
      `SELECT '${table}' AS "table", ${id} AS id, ${envelope} AS envelope,
              json_build_object('workspaceId', ${binding.workspaceId},
                'connectionId', ${binding.connectionId}, 'kind', ${binding.kind}) AS binding
         FROM ${table}
        WHERE ${where} AND ${envelope}->>'keyId' <> $1
        ORDER BY ${id} LIMIT $2`,
      [keyId, limit],
    );
    if (rows.length > 0) return rows;
  }
  return [];
}

/** Puts a record's new envelope in place, unless somebody has replaced the secret meanwhile. */
export async function replaceEnvelope(
  db: Pick<Pool | PoolClient, "query">,
  record: SealedRecord,
  next: Envelope,
): Promise<void> {
  const place = places.find(({ table }) => table === record.table);
  if (place === undefined) throw new Error(`nothing sealed is kept in ${record.table}`);
  await db.query(
    `UPDATE ${place.table} SET ${place.envelope} = $2
      WHERE ${place.id} = $1 AND ${place.where} AND ${place.envelope} = $3`,
    [record.id, JSON.stringify(next), JSON.stringify(record.envelope)],
  );
}
