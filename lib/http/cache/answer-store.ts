import type CachePolicy from "http-cache-semantics";
import { LRUCache } from "lru-cache";
import type { HttpResponse } from "../client.ts";

/** A remembered answer. */
export type Kept = { response: HttpResponse; policy: CachePolicy; at: number };

/** Longest that anything is kept for, in ms. */
const longestMs = 2 * 86_400_000;

/**
 * Answers in memory, the least used going first. When all of it is full, the workspace that takes the
 * most room gives some up, so that none pushes out the others.
 */
export class AnswerStore {
  readonly #workspaces = new Map<string, LRUCache<string, Kept>>();
  readonly #maxBytes: number;
  readonly #largestBytes: number;

  /** Default: 64 MB, no answer of more than 2 MB. */
  constructor(options: { maxBytes?: number; largestBytes?: number } = {}) {
    this.#maxBytes = options.maxBytes ?? 64_000_000;
    this.#largestBytes = options.largestBytes ?? 2_000_000;
  }

  get(workspaceId: string, key: string): Kept | undefined {
    return this.#workspaces.get(workspaceId)?.get(key);
  }

  set(workspaceId: string, key: string, kept: Kept): void {
    const size = sizeOf(kept.response);
    if (size > this.#largestBytes) return;
    let own = this.#workspaces.get(workspaceId);
    if (own === undefined) {
      own = new LRUCache({ maxSize: this.#maxBytes, ttl: longestMs, perf: Date });
      this.#workspaces.set(workspaceId, own);
    }
    own.set(key, kept, { size });
    while (this.bytes > this.#maxBytes) this.#giveUp();
  }

  delete(workspaceId: string, key: string): void {
    this.#workspaces.get(workspaceId)?.delete(key);
  }

  /** What all of it takes, in bytes. */
  get bytes(): number {
    let sum = 0;
    for (const own of this.#workspaces.values()) sum += own.calculatedSize;
    return sum;
  }

  #giveUp(): void {
    const [largest] = [...this.#workspaces].toSorted(
      ([, one], [, other]) => other.calculatedSize - one.calculatedSize,
    );
    if (largest === undefined) return;
    largest[1].pop();
    if (largest[1].size === 0) this.#workspaces.delete(largest[0]);
  }
}

/** With what the entry itself takes, about. */
function sizeOf({ body, headers, url }: HttpResponse): number {
  return body.length + JSON.stringify(headers).length + url.length + 1_000;
}
