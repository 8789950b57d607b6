import type { Json } from "#lib/flow/json.ts";
import type { NodeCategory } from "#lib/nodes/contract.ts";

export type VariableTone = NodeCategory | "variable";

/** One source of values: the trigger, a step before this one, the variables, the contact. */
export type VariableGroup = {
  /** How templates reach it: `nodes.ask_city`. */
  root: string;
  title: string;
  tone: VariableTone;
  value: Json;
  /** Whether the value really came from a run, was pinned, or only shows the shape. */
  source: "run" | "pinned" | "sample";
  /** What its fields are, by their names, where that is not plain: `status` is "HTTP status". */
  meanings?: { [field: string]: string };
};

/** What a chip needs to know of a root: every step's, wherever it stands. */
export type RootNames = ReadonlyMap<string, { title: string; tone: VariableTone }>;
