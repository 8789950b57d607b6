import type { Person, Stage } from "./stage.ts";

/** What is sent, as a browser or a program sends it. */
export type Ask =
  /** A server action, by its file below `app` without groups and its export. */
  | {
      kind: "action";
      input: unknown;
      /** Where it says to come from; default: our own pages, null: it does not say. */
      origin?: string | null;
    }
  | {
      kind: "http";
      method: string;
      path: string;
      headers?: { [name: string]: string };
      body?: string;
    };

/** What came of it. */
export type Outcome =
  | { is: "done" }
  | { is: "refused"; code: string }
  /** Somebody is sent elsewhere: the path, without its query. */
  | { is: "sent"; to: string };

/** What has to come of it. */
export type Expected =
  /** It succeeds; what is there to be written is written. */
  | { is: "done"; writes: boolean }
  /** It is refused with one of these codes, and no row changes but in these tables. */
  | { is: "refused"; codes: readonly string[]; notes?: readonly string[] }
  /** As `refused`, for a page that leads elsewhere. */
  | { is: "sent"; to: string }
  /**
   * Somebody acts on a workspace of their own: whatever comes of it, no row of this one changes, and
   * nothing of it is named.
   */
  | { is: "apart" };

export type Cell = {
  /** Who, or with what: "viewer", "signed out", "scope flows:read". */
  column: string;
  expected: Expected;
  /** `anew`: nothing of what was made for another cell. */
  prepare(stage: Stage, anew?: boolean): Promise<Prepared>;
};

/** What a cell sends, and who does: null for nobody who is signed in. */
export type Prepared = {
  who: Person | null;
  ask: Ask;
  /** Nothing was made for it: the cell before had the same. */
  shared?: boolean;
};

/** An answer: what came of it, and its whole text. */
export type Answer = { outcome: Outcome; text: string };

/** One line of the table: an action or a route, and everybody who might use it. */
export type Line = { name: string; cells: readonly Cell[] };
