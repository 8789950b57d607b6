/** How many steps can be undone. */
const limit = 200;
/** Edits of one group that follow each other within this time are one step, in ms. */
const pause = 2_500;

export type History<T> = {
  /** Remembers what was there before an edit. */
  record(before: T, group: string | undefined, now: number): void;
  /** Steps back from `current`; undefined when there is nothing to undo. */
  undo(current: T): T | undefined;
  redo(current: T): T | undefined;
  /** Forgets every step, back and forth. */
  clear(): void;
  canUndo(): boolean;
  canRedo(): boolean;
};

/** Undo and redo over values that share their structure, so that a step costs little memory. */
export function createHistory<T>(): History<T> {
  let past: T[] = [];
  let future: T[] = [];
  let last: { group: string; at: number } | null = null;
  return {
    record(before, group, now) {
      const continues = group !== undefined && last?.group === group && now - last.at < pause;
      if (!continues) past = [...past.slice(1 - limit), before];
      last = group === undefined ? null : { group, at: now };
      future = [];
    },
    undo(current) {
      const before = past.at(-1);
      if (before === undefined) return undefined;
      past = past.slice(0, -1);
      future = [...future, current];
      last = null;
      return before;
    },
    redo(current) {
      const after = future.at(-1);
      if (after === undefined) return undefined;
      future = future.slice(0, -1);
      past = [...past, current];
      last = null;
      return after;
    },
    clear() {
      past = [];
      future = [];
      last = null;
    },
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
  };
}
