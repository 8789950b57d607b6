import { canonicalJson } from "#lib/flow/canonical.ts";
import type { Json } from "#lib/flow/json.ts";

/** The same entry in each version, with its place; undefined where it is not there. */
export type EntryPair = {
  mine: { at: number; entry: Json } | undefined;
  theirs: { at: number; entry: Json } | undefined;
};

/**
 * Which entries of two lists belong together: those of one id, where all have one, else those that
 * are the same, and between two of these the first with the first. So one entry put in between does
 * not make all that follow look changed.
 */
export function pairEntries(mine: readonly Json[], theirs: readonly Json[]): EntryPair[] {
  const ids = { mine: idsOf(mine), theirs: idsOf(theirs) };
  return ids.mine && ids.theirs
    ? byIds(mine, theirs, ids.mine, ids.theirs)
    : byValues(mine, theirs);
}

function byIds(
  mine: readonly Json[],
  theirs: readonly Json[],
  mineIds: readonly string[],
  theirIds: readonly string[],
): EntryPair[] {
  const own = mine.map((entry, at): EntryPair => {
    const there = theirIds.indexOf(mineIds[at] ?? "");
    return { mine: { at, entry }, theirs: placed(theirs, there) };
  });
  const added = theirs.flatMap((entry, at): EntryPair[] =>
    mineIds.includes(theirIds[at] ?? "") ? [] : [{ mine: undefined, theirs: { at, entry } }],
  );
  return [...own, ...added];
}

function byValues(mine: readonly Json[], theirs: readonly Json[]): EntryPair[] {
  const ends: [number, number] = [mine.length, theirs.length];
  let from: [number, number] = [0, 0];
  return [...commonEntries(mine.map(canonicalJson), theirs.map(canonicalJson)), ends].flatMap(
    ([a, b]) => {
      const pairs: EntryPair[] = [];
      for (let step = 0; from[0] + step < a || from[1] + step < b; step++) {
        const [i, j] = [from[0] + step, from[1] + step];
        pairs.push({
          mine: i < a ? placed(mine, i) : undefined,
          theirs: j < b ? placed(theirs, j) : undefined,
        });
      }
      from = [a + 1, b + 1];
      return [...pairs, { mine: placed(mine, a), theirs: placed(theirs, b) }].filter(
        (pair) => pair.mine !== undefined || pair.theirs !== undefined,
      );
    },
  );
}

/** Places of the longest common subsequence, in order. */
function commonEntries(a: readonly string[], b: readonly string[]): [number, number][] {
  // longest[i][j]: how much a from i on and b from j on have in common.
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = longest[i];
    if (row === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return common;
}

/** Every entry's id; null unless each has one of its own. */
function idsOf(entries: readonly Json[]): string[] | null {
  const ids = entries.flatMap((entry) =>
    typeof entry === "object" && entry !== null && "id" in entry && typeof entry.id === "string"
      ? [entry.id]
      : [],
  );
  const isWhole = ids.length === entries.length && new Set(ids).size === ids.length;
  return isWhole && !ids.includes("") ? ids : null;
}

function placed(entries: readonly Json[], at: number): EntryPair["mine"] {
  const entry = entries[at];
  return entry === undefined ? undefined : { at, entry };
}
