import { builtActions } from "./actions.ts";
import { call } from "./call.ts";
import type { Answer, Cell, Line, Prepared } from "./cell.ts";
import {
  changedBetween,
  createFingerprints,
  type Fingerprint,
  type Fingerprints,
} from "./fingerprint.ts";
import type { House } from "./house.ts";
import { judge, type Seen } from "./judge.ts";
import { type Stage, setStage } from "./stage.ts";

export type MatrixResult = {
  lines: number;
  cells: number;
  tables: number;
  /** Cells that may, and did. */
  permitted: number;
  /** Cells that may not, were told so, and left every row as it was. */
  denied: number;
  /** Cells about a workspace of one's own, which left this one's rows as they were. */
  apart: number;
  /** `line, column: why`. */
  mismatches: string[];
};

/** Goes through every cell of the table, one after the other. */
export async function runMatrix(house: House, lines: readonly Line[]): Promise<MatrixResult> {
  const stage = await setStage(house);
  const fingerprints = await createFingerprints(house.pool);
  const place = { baseUrl: house.baseUrl, actions: builtActions() };
  const result: MatrixResult = {
    ...{ lines: lines.length, cells: 0, tables: fingerprints.tables },
    ...{ permitted: 0, denied: 0, apart: 0, mismatches: [] },
  };
  for (const line of lines) {
    const tryCell = createTrial(stage, fingerprints, ({ who, ask }) => call(place, line, who, ask));
    for (const cell of line.cells) {
      result.cells++;
      const why = await tryCell(cell).catch(
        (error: unknown) => `it could not be tried: ${String(error)}`,
      );
      if (why !== undefined) result.mismatches.push(`${line.name}, ${cell.column}: ${why}`);
      else if (cell.expected.is === "done") result.permitted++;
      else if (cell.expected.is === "apart") result.apart++;
      else result.denied++;
    }
  }
  return result;
}

/** Nothing that was set going earlier is silent for this long, in ms. */
const quietMs = 1_500;

/** Tries the cells of one line; says what is not as it should be. */
function createTrial(
  stage: Stage,
  fingerprints: Fingerprints,
  send: (prepared: Prepared) => Promise<Answer>,
): (cell: Cell) => Promise<string | undefined> {
  /** How everything was when the cell before had been denied. */
  let left: Fingerprint | undefined;

  async function look({ expected }: Cell, prepared: Prepared, ms?: number): Promise<Seen> {
    // What only reads has nothing to show in the rows.
    if (expected.is === "done" && !expected.writes) {
      return { outcome: (await send(prepared)).outcome, changed: [], named: [] };
    }
    // In another workspace something may well happen; this one's rows stay as they are.
    const of = expected.is === "apart" ? stage.workspaceId : undefined;
    const known = of === undefined && prepared.shared === true ? left : undefined;
    const before = known ?? (await fingerprints.settled(of, ms));
    const { outcome, text } = await send(prepared);
    let after = await fingerprints.take(of);
    // Some of what is done is written down a moment after the answer.
    for (let tries = 0; expected.is === "done" && outcome.is === "done" && tries < 80; tries++) {
      if (changedBetween(before, after).length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 25));
      after = await fingerprints.take(of);
    }
    left = of === undefined ? after : undefined;
    const named = of === undefined ? [] : await namesIn(stage, text);
    return { outcome, changed: changedBetween(before, after), named };
  }

  return async (cell) => {
    const seen = await look(cell, await cell.prepare(stage));
    const why = judge(cell.expected, seen);
    if (why === undefined || cell.expected.is === "done" || seen.changed.length === 0) return why;
    // Whether that was a run of an earlier cell that still went on: with everything made anew, after
    // a long silence, a denial that changes rows changes them again.
    left = undefined;
    return judge(cell.expected, await look(cell, await cell.prepare(stage, true), quietMs));
  };
}

/** The ids of the first workspace that a text holds. */
async function namesIn({ house, workspaceId }: Stage, text: string): Promise<string[]> {
  const { rows } = await house.pool.query<{ what: string; id: string }>(
    `SELECT 'the workspace' AS what, $1 AS id
      UNION ALL SELECT 'a flow', id FROM flows WHERE workspace_id = $1
      UNION ALL SELECT 'a run', id FROM runs WHERE workspace_id = $1
      UNION ALL SELECT 'a conversation', id FROM conversations WHERE workspace_id = $1
      UNION ALL SELECT 'a connection', id FROM connections WHERE workspace_id = $1
      UNION ALL SELECT 'a circuit', id FROM circuit_states WHERE workspace_id = $1
      UNION ALL SELECT 'an alert', id FROM alerts WHERE workspace_id = $1
      UNION ALL SELECT 'a variable', id FROM workspace_variables WHERE workspace_id = $1
      UNION ALL SELECT 'a key', id FROM api_keys WHERE workspace_id = $1
      UNION ALL SELECT 'an invitation', id FROM invitations WHERE workspace_id = $1
      UNION ALL SELECT 'a member', user_id FROM memberships WHERE workspace_id = $1`,
    [workspaceId],
  );
  return rows.filter(({ id }) => text.includes(id)).map(({ what }) => what);
}
