import type { Pool } from "pg";

type Db = Pick<Pool, "query">;

/** Whose budget: of one connection, for one host. */
export type BudgetKey = { workspaceId: string; connectionId: string; host: string };

const millis = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
/** When the next request may begin, by what the row `b` holds. */
const nextStart = `GREATEST(${millis}, b.paused_until, COALESCE(b.starts[cardinality(b.starts)], 0),
  CASE WHEN cardinality(b.starts) >= $4 THEN b.starts[cardinality(b.starts) - $4 + 1] + $5 ELSE 0 END)`;

/**
 * Reserves the next time at which a request may begin, so that within any window of `windowMs` at most
 * `requests` do, in the order in which they were asked for. Returns how long until then, in ms;
 * undefined when that is longer than `patienceMs`, and nothing is reserved.
 */
export async function reserveStart(
  db: Db,
  key: BudgetKey,
  { requests, windowMs }: { requests: number; windowMs: number },
  patienceMs: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ waitMs: number }>({
    name: "budgets_reserve",
    text: `INSERT INTO rate_budgets AS b (workspace_id, connection_id, host, starts)
           VALUES ($1, $2, $3, ARRAY[${millis}])
           ON CONFLICT (workspace_id, connection_id, host) DO UPDATE
             SET starts = b.starts[GREATEST(1, cardinality(b.starts) - $4::int + 2):] || ${nextStart},
               used_at = clock_timestamp()
             WHERE ${nextStart} - ${millis} <= $6::bigint
           RETURNING GREATEST(0, b.starts[cardinality(b.starts)] - ${millis})::int AS "waitMs"`,
    values: [...valuesOf(key), requests, windowMs, patienceMs],
  });
  return rows[0]?.waitMs;
}

/** How long until a request may begin, in ms, without reserving anything. */
export async function timeUntilStart(
  db: Db,
  key: BudgetKey,
  { requests, windowMs }: { requests: number; windowMs: number },
): Promise<number> {
  const { rows } = await db.query<{ waitMs: number }>({
    name: "budgets_look",
    text: `SELECT LEAST(2147483647, ${nextStart.replaceAll("$4", "$4::int").replaceAll("$5", "$5::bigint")}
             - ${millis})::int AS "waitMs" FROM rate_budgets b
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3`,
    values: [...valuesOf(key), requests, windowMs],
  });
  return rows[0]?.waitMs ?? 0;
}

/** How long the other side still asks for patience, in ms. */
export async function timeUntilResumed(db: Db, key: BudgetKey): Promise<number> {
  const { rows } = await db.query<{ waitMs: number }>({
    name: "budgets_resumed",
    text: `SELECT GREATEST(0, paused_until - ${millis})::int AS "waitMs" FROM rate_budgets
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3`,
    values: valuesOf(key),
  });
  return rows[0]?.waitMs ?? 0;
}

/** The other side asks for patience: nobody calls it for so long. */
export async function pauseStarts(db: Db, key: BudgetKey, forMs: number): Promise<void> {
  await db.query({
    name: "budgets_pause",
    text: `INSERT INTO rate_budgets AS b (workspace_id, connection_id, host, paused_until)
           VALUES ($1, $2, $3, ${millis} + $4::bigint)
           ON CONFLICT (workspace_id, connection_id, host) DO UPDATE
             SET paused_until = GREATEST(b.paused_until, excluded.paused_until),
               used_at = clock_timestamp()`,
    values: [...valuesOf(key), forMs],
  });
}

/** Takes one of `atOnce` places, until it is given back or `leaseMs` are over. False: none was free. */
export async function takePlace(
  db: Db,
  key: BudgetKey,
  { holder, atOnce, leaseMs }: { holder: string; atOnce: number; leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "budgets_take",
    text: `INSERT INTO rate_leases AS l (workspace_id, connection_id, host, place, holder, until)
           SELECT $1, $2, $3, place, $4, clock_timestamp() + $6 * interval '1 millisecond'
           FROM generate_series(0, $5::int - 1) place
           WHERE NOT EXISTS (SELECT 1 FROM rate_leases t WHERE t.workspace_id = $1
             AND t.connection_id = $2 AND t.host = $3 AND t.place = place.place
             AND t.until > clock_timestamp())
           ORDER BY random() LIMIT 1
           ON CONFLICT (workspace_id, connection_id, host, place) DO UPDATE
             SET holder = excluded.holder, until = excluded.until
             WHERE l.until <= clock_timestamp()`,
    values: [...valuesOf(key), holder, atOnce, leaseMs],
  });
  return rowCount === 1;
}

export async function givePlaceBack(db: Db, key: BudgetKey, holder: string): Promise<void> {
  await db.query({
    name: "budgets_give_back",
    text: `DELETE FROM rate_leases
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3 AND holder = $4`,
    values: [...valuesOf(key), holder],
  });
}

/** Takes away places of processes that died, and what nothing has used for two days. */
export async function pruneBudgets(db: Db): Promise<void> {
  await db.query("DELETE FROM rate_leases WHERE until < clock_timestamp()");
  await db.query("DELETE FROM rate_budgets WHERE used_at < clock_timestamp() - interval '2 days'");
}

function valuesOf({ workspaceId, connectionId, host }: BudgetKey): string[] {
  return [workspaceId, connectionId, host];
}
