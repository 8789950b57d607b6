import { accessTable } from "./access-table.ts";
import { builtActions } from "./actions.ts";
import { difference, everythingDeclared } from "./declared.ts";
import { openHouse } from "./house.ts";
import { type MatrixResult, runMatrix } from "./run-matrix.ts";
import { roles } from "./stage.ts";
import { turnedRound } from "./turned-round.ts";

export type AccessFigures = MatrixResult & {
  actions: number;
  routes: number;
  pages: number;
  roles: number;
  /** What is not in the table, or in the table alone. */
  uncovered: string[];
  /** The control: how many cells of a line that says the opposite are told, and how many it has. */
  turned: number;
  turnedCells: number;
  seconds: number;
};

// Prints what came of it as its last line. With words, only the lines whose name holds one.
const words = process.argv.slice(2);
const lines = accessTable.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
const house = await openHouse();
try {
  const startedAt = performance.now();
  const result = await runMatrix(house, lines);
  const seconds = (performance.now() - startedAt) / 1_000;
  const control = turnedRound("flows/actions.ts#renameFlow", accessTable);
  const turned = await runMatrix(house, [control]);
  const names = accessTable.map(({ name }) => name);
  const declared = await everythingDeclared();
  const { missing, stale, twice } = difference(declared, names);
  const built = difference([...builtActions().keys()], names).missing;
  const figures: AccessFigures = {
    ...result,
    actions: names.filter((name) => name.includes("#")).length,
    pages: names.filter((name) => name.startsWith("page ")).length,
    routes: names.filter((name) => /^[A-Z]+ /.test(name)).length,
    roles: roles.length,
    uncovered: [...missing, ...built, ...stale, ...twice],
    turned: turned.mismatches.length,
    turnedCells: control.cells.length,
    seconds,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await house.close();
}
process.exit();
