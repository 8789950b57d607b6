import { LRUCache } from "lru-cache";
import type { Pool } from "pg";

const quietMs = 60_000;

/**
 * Remembers when connections were last used, at most once a minute each and without anybody
 * waiting for it; a write that fails is reported and tried again with the next use.
 */
export function createLastUsed(
  pool: Pool,
  onError: (error: unknown) => void,
): (workspaceId: string, connectionId: string) => void {
  const touched = new LRUCache<string, true>({ max: 2_000, ttl: quietMs });
  return (workspaceId, connectionId) => {
    if (touched.has(connectionId)) return;
    touched.set(connectionId, true);
    pool
      .query(
        `UPDATE connections SET last_used_at = now()
          WHERE id = $2 AND workspace_id = $1
            AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [workspaceId, connectionId],
      )
      .catch((error: unknown) => {
        touched.delete(connectionId);
        onError(error);
      });
  };
}
