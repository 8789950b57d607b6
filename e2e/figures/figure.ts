/** One measured value. `bar` says what it has to reach, `ok` whether it did. */
export type Row = { name: string; value: number; unit: string; bar: string; ok: boolean };

export type FigureResult = {
  rows: Row[];
  /** How the idle control swung over the run; more than 15 % voids a block. */
  control: { medianMs: number; spread: number; voidBlocks: number };
};

export type Figure = {
  name: string;
  summary: string;
  bars: readonly string[];
  run(log: (line: string) => void): Promise<FigureResult>;
};

/** A row without a bar: printed to be read, never judged. */
export function plain(name: string, value: number, unit: string): Row {
  return { name, value, unit, bar: "", ok: true };
}

export function atLeast(name: string, value: number, unit: string, bar: number): Row {
  return { name, value, unit, bar: `≥ ${bar}`, ok: Number.isFinite(value) && value >= bar };
}

export function atMost(name: string, value: number, unit: string, bar: number): Row {
  return { name, value, unit, bar: `≤ ${bar}`, ok: Number.isFinite(value) && value <= bar };
}

export function exactly(name: string, value: number, unit: string, bar: number): Row {
  return { name, value, unit, bar: `= ${bar}`, ok: value === bar };
}
