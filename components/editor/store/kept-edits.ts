import { z } from "zod";
import { flowDocument } from "#lib/flow/document.ts";
import { newId } from "#lib/flow/new-id.ts";
import { keptEditsPrefix } from "./kept-edits-place.ts";

const kept = z.object({
  /** The revision the edits build on. */
  revision: z.int().min(0),
  document: flowDocument,
  /** What was sent, newest last, without an answer: the server may or may not have taken it. */
  sent: z.array(flowDocument).default([]),
  /** When it was kept; ISO, UTC. */
  at: z.iso.datetime(),
  /** Which open editor wrote it. */
  writer: z.string(),
});

/** Edits of one flow that the server does not have yet. */
export type KeptEdits = z.infer<typeof kept>;

export type EditKeeper = {
  /** Keeps edits over a reload or a crash, in place of those kept before. False without room. */
  keep(edits: Pick<KeptEdits, "revision" | "document" | "sent">): boolean;
  /** The server has everything. What another open editor keeps stays. */
  forget(): void;
  /** What this tab had not saved when it was reloaded. */
  fromThisTab(): KeptEdits | null;
  /** The newest that another tab left behind, and what takes it away. */
  fromElsewhere(): { edits: KeptEdits; remove: () => void } | null;
};

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Longer than any holiday: what nobody came back for in this time is dropped, in ms. */
const lifeMs = 30 * 24 * 60 * 60_000;

/**
 * Keeps unsaved edits of a flow in the browser. `durable` outlives the tab; `ofTab` lives as long as
 * the tab and tells it from others. A browser that refuses storage keeps nothing, and nothing fails.
 */
export function createEditKeeper(flowId: string, durable: Store, ofTab: Store): EditKeeper {
  const writer = newId("o");
  const base = `${keptEditsPrefix}${flowId}.`;
  const own = base + tabName(ofTab);
  return {
    keep(edits) {
      const entry: KeptEdits = { ...edits, at: new Date().toISOString(), writer };
      return attempt(() => durable.setItem(own, JSON.stringify(entry))) !== null;
    },
    forget() {
      if (read(durable, own)?.writer === writer) attempt(() => durable.removeItem(own));
    },
    fromThisTab: () => read(durable, own),
    fromElsewhere() {
      let found: { edits: KeptEdits; remove: () => void } | null = null;
      for (const key of keysOf(durable)) {
        if (!key.startsWith(base) || key === own) continue;
        const remove = () => void attempt(() => durable.removeItem(key));
        const edits = read(durable, key);
        if (edits === null || Date.now() - Date.parse(edits.at) > lifeMs) remove();
        else if (found === null || edits.at > found.edits.at) found = { edits, remove };
      }
      return found;
    },
  };
}

/** This tab's name among the tabs of the browser; survives a reload. */
function tabName(ofTab: Store): string {
  const key = "patchbay.tab";
  const known = attempt(() => ofTab.getItem(key) ?? "");
  if (known) return known;
  const fresh = newId("o");
  attempt(() => ofTab.setItem(key, fresh));
  return fresh;
}

function keysOf(durable: Store): string[] {
  const count = attempt(() => durable.length) ?? 0;
  return Array.from({ length: count }, (_, index) => durable.key(index) ?? "");
}

function read(durable: Store, key: string): KeptEdits | null {
  const text = attempt(() => durable.getItem(key));
  if (!text) return null;
  const parsed = kept.safeParse(attempt(() => JSON.parse(text)));
  return parsed.success ? parsed.data : null;
}

/** Null when the browser refuses: storage is switched off, or full. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
