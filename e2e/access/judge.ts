import type { Expected, Outcome } from "./cell.ts";

/** What happened in one cell. */
export type Seen = {
  outcome: Outcome;
  /** The tables whose rows are others than before. */
  changed: readonly string[];
  /** Things of the first workspace that somebody of another one was told of. */
  named: readonly string[];
};

/** Why a cell is not as the table has it; undefined when it is. */
export function judge(expected: Expected, { outcome, changed, named }: Seen): string | undefined {
  const wrote = changed.length === 0 ? undefined : `it changed ${changed.join(", ")}`;
  switch (expected.is) {
    case "done":
      if (outcome.is !== "done") return `it should succeed, but was ${told(outcome)}`;
      return expected.writes && wrote === undefined ? "it succeeded, but wrote nothing" : undefined;
    case "refused":
      if (outcome.is === "refused" && expected.codes.includes(outcome.code)) {
        return changed.every((table) => expected.notes?.includes(table))
          ? undefined
          : `it was refused, and yet ${wrote}`;
      }
      return `it should be refused as ${expected.codes.join(" or ")}, but was ${told(outcome)}`;
    case "sent":
      if (outcome.is === "sent" && outcome.to === expected.to) {
        return wrote === undefined ? undefined : `it was sent elsewhere, and yet ${wrote}`;
      }
      return `it should be sent to ${expected.to}, but was ${told(outcome)}`;
    case "apart":
      if (outcome.is === "refused" && outcome.code === "internal") return "it failed";
      if (named.length > 0) return `it was told of ${named.join(", ")} of another workspace`;
      return wrote === undefined ? undefined : `in another workspace ${wrote}`;
  }
}

function told(outcome: Outcome): string {
  if (outcome.is === "done") return "done";
  return outcome.is === "sent" ? `sent to ${outcome.to}` : `refused as ${outcome.code}`;
}
