import { storableJson } from "./storable-json.ts";
import type { RunRow, StepRow } from "./write-journal.ts";

/** NUL and halves of surrogate pairs, as JSON writes them. May also find an escaped backslash before. */
const unreadable = /\\u(?:0000|d[89a-f])/;

/** The columns of `runs`, in the order of their values, with their types. */
const runColumns = {
  id: "text",
  workspace_id: "text",
  flow_id: "text",
  version_id: "text",
  document_hash: "text",
  mode: "text",
  state: "text",
  trigger_kind: "text",
  trigger_node_id: "text",
  conversation_id: "text",
  input: "json",
  result: "json",
  error: "jsonb",
  owner_id: "text",
  fence: "int",
  step_count: "int",
  started_at: "timestamptz",
  finished_at: "timestamptz",
  duration_ms: "float8",
  parent_run_id: "text",
  started_by: "text",
  queued_at: "timestamptz",
  caller_wait_id: "text",
  depth: "int",
  dead_at: "timestamptz",
} satisfies Record<keyof RunRow, string>;

const stepColumns = {
  run_id: "text",
  activation_id: "text",
  node_id: "text",
  node_type: "text",
  seq: "int",
  state: "text",
  port: "text",
  attempts: "int",
  input: "json",
  output: "json",
  vars: "json",
  error: "json",
  started_at: "timestamptz",
  duration_ms: "float8",
  parents: "text[]",
  early: "json",
  backup: "json",
};

/** How many runs and steps a statement is prepared for; a batch takes the next larger of each. */
const runSizes = [1, 2, 4, 8, 16];
const stepSizes = [1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64, 96];

type Prepared = { name: string; text: string; emptyRuns: null[][]; emptySteps: null[][] };
const prepared = new Map<string, Prepared>();

/**
 * One statement that writes a small batch of new runs with their steps, a parameter for each value:
 * Postgres spends about half the time on it that it spends on the same batch as JSON. Runs whose id is
 * taken are left out, with their steps; it answers with the ids that were written. Undefined when
 * the batch is larger than any that is prepared for.
 */
export function newRunsStatement(
  runs: readonly RunRow[],
  steps: readonly { runId: string; step: StepRow }[],
): { name: string; text: string; values: unknown[] } | undefined {
  const runSize = runSizes.find((size) => size >= runs.length);
  const stepSize = stepSizes.find((size) => size >= steps.length);
  if (runSize === undefined || stepSize === undefined) return undefined;
  const key = `runs_new_${runSize}_${stepSize}`;
  let statement = prepared.get(key);
  if (statement === undefined) {
    statement = prepare(key, runSize, stepSize);
    prepared.set(key, statement);
  }
  const values: unknown[] = [];
  for (const run of runs) addRun(values, run);
  for (const empty of statement.emptyRuns.slice(runs.length)) values.push(...empty);
  for (const { runId, step } of steps) addStep(values, runId, step);
  for (const empty of statement.emptySteps.slice(steps.length)) values.push(...empty);
  return { name: statement.name, text: statement.text, values };
}

function addRun(values: unknown[], run: RunRow): void {
  for (const column of Object.keys(runColumns) as (keyof RunRow)[]) {
    const value = run[column];
    values.push(runColumns[column].startsWith("json") ? jsonText(value) : value);
  }
}

function addStep(values: unknown[], runId: string, step: StepRow): void {
  values.push(
    runId,
    step.activationId,
    step.nodeId,
    step.nodeType,
    step.seq,
    step.state,
    step.port,
    step.attempts,
    jsonText(step.input),
    jsonText(step.output),
    jsonText(step.vars),
    jsonText(step.error),
    step.startedAt,
    Math.round(step.durationMs * 1000) / 1000,
    // Activation ids are hexadecimal: nothing in them needs quoting.
    `{${step.parents.join(",")}}`,
    jsonText(step.early),
    jsonText(step.backup),
  );
}

/** JSON text; what Postgres could store as `json` and not read any further is mended. */
function jsonText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  return unreadable.test(text) ? JSON.stringify(storableJson(value)) : text;
}

/** Rows that are not needed stay NULL and are left out by their missing run. */
function prepare(name: string, runSize: number, stepSize: number): Prepared {
  const runNames = Object.keys(runColumns).join(", ");
  const stepNames = Object.keys(stepColumns).join(", ");
  const text = `
    WITH written AS (
      INSERT INTO runs (${runNames})
      SELECT * FROM (VALUES ${placeholders(runColumns, runSize, 0)}) AS new (${runNames})
      WHERE id IS NOT NULL
      ON CONFLICT (id) DO NOTHING RETURNING id),
    steps AS (
      INSERT INTO run_steps (${stepNames})
      SELECT * FROM (VALUES ${placeholders(stepColumns, stepSize, runSize * Object.keys(runColumns).length)})
        AS new (${stepNames})
      WHERE ${runSize === 1 ? "run_id IS NOT NULL AND EXISTS (SELECT FROM written)" : "run_id IN (SELECT id FROM written)"})
    SELECT id FROM written`;
  const emptyRun = Object.keys(runColumns).map(() => null);
  const emptyStep = Object.keys(stepColumns).map(() => null);
  return {
    name,
    text,
    emptyRuns: Array.from({ length: runSize }, () => emptyRun),
    emptySteps: Array.from({ length: stepSize }, () => emptyStep),
  };
}

function placeholders(columns: { [name: string]: string }, rows: number, after: number): string {
  const types = Object.values(columns);
  return Array.from({ length: rows }, (_, row) => {
    const fields = types.map(
      (type, field) => `$${after + row * types.length + field + 1}::${type}`,
    );
    return `(${fields.join(", ")})`;
  }).join(", ");
}
