import type { Expected, Line } from "./cell.ts";

/** A line that says the opposite of what it should: shows that the matrix would tell. */
export function turnedRound(name: string, table: readonly Line[]): Line {
  const line = table.find((candidate) => candidate.name === name);
  if (line === undefined) throw new Error(`${name} is not in the table`);
  return {
    name,
    cells: line.cells.map((cell) => ({ ...cell, expected: opposite(cell.expected) })),
  };
}

function opposite(expected: Expected): Expected {
  return expected.is === "done"
    ? { is: "refused", codes: ["not_permitted"] }
    : { is: "done", writes: false };
}
