import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { type Rates, readRates } from "#lib/db/operations/read-rates.ts";

/** Rates are at most this old, in ms, while they are cheap to read. */
const freshMs = 5_000;
/** However slow they are to read, no more of the time than one part in this many goes into it. */
const shareOfTime = 20;

/**
 * Reads rates seldom enough to be no burden: one reading at a time per workspace, shared by everybody
 * who looks, and the rarer the longer it takes. Gauges, which are cheap, are read afresh instead.
 */
export function createRatesCache(pool: Pick<Pool, "query">): {
  read(workspaceId: string): Promise<Rates>;
} {
  const known = new LRUCache<string, Promise<Rates>>({ max: 200 });

  async function readTimed(workspaceId: string): Promise<Rates> {
    const startedAt = performance.now();
    const rates = await readRates(pool, workspaceId);
    const ttl = Math.max(freshMs, (performance.now() - startedAt) * shareOfTime);
    known.set(workspaceId, Promise.resolve(rates), { ttl });
    return rates;
  }

  return {
    async read(workspaceId) {
      const found = known.get(workspaceId);
      if (found !== undefined) return found;
      const reading = readTimed(workspaceId);
      known.set(workspaceId, reading);
      reading.catch(() => known.delete(workspaceId));
      return reading;
    },
  };
}
