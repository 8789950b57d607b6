import { LRUCache } from "lru-cache";
import type { LiveTarget } from "./contract.ts";

type Entry = { target: LiveTarget | null };

/**
 * Remembers for a moment what is published where, so that a webhook costs no query to find its
 * flow. An entry lives 1 s; this process forgets everything at once when it publishes.
 */
export function createLiveCache(load: (key: string) => Promise<LiveTarget | null>) {
  const entries = new LRUCache<string, Entry>({ max: 5_000, ttl: 1_000 });
  const loading = new Map<string, Promise<LiveTarget | null>>();

  function find(key: string): LiveTarget | null | Promise<LiveTarget | null> {
    const held = entries.get(key);
    if (held !== undefined) return held.target;
    const pending = loading.get(key);
    if (pending !== undefined) return pending;
    const started = load(key)
      .then((target) => {
        if (loading.get(key) === started) entries.set(key, { target });
        return target;
      })
      .finally(() => {
        if (loading.get(key) === started) loading.delete(key);
      });
    loading.set(key, started);
    return started;
  }

  return {
    find,
    forget(): void {
      entries.clear();
      loading.clear();
    },
  };
}
