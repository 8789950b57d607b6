/** How a rule compares: shown in the rules editor, stored by id. */
export type Operator = {
  id: OperatorId;
  /** Reads between the two sides: "City is Berlin". */
  label: string;
  /** 1: looks at the left side only. */
  arity: 1 | 2;
  group: "text" | "number" | "date" | "yes or no";
  /** Shown in the empty right side. */
  placeholder?: string;
};

export const operatorIds = [
  "equals",
  "not-equals",
  "contains",
  "not-contains",
  "starts-with",
  "ends-with",
  "is-empty",
  "is-not-empty",
  "one-of",
  "matches",
  "greater",
  "greater-or-equal",
  "less",
  "less-or-equal",
  "before",
  "after",
  "is-true",
  "is-false",
] as const;

export type OperatorId = (typeof operatorIds)[number];

export const operators: readonly Operator[] = [
  { id: "equals", label: "is", arity: 2, group: "text" },
  { id: "not-equals", label: "is not", arity: 2, group: "text" },
  { id: "contains", label: "contains", arity: 2, group: "text" },
  { id: "not-contains", label: "does not contain", arity: 2, group: "text" },
  { id: "starts-with", label: "starts with", arity: 2, group: "text" },
  { id: "ends-with", label: "ends with", arity: 2, group: "text" },
  { id: "is-empty", label: "is empty", arity: 1, group: "text" },
  { id: "is-not-empty", label: "is not empty", arity: 1, group: "text" },
  { id: "one-of", label: "is one of", arity: 2, group: "text", placeholder: "Berlin, Hamburg" },
  { id: "matches", label: "matches pattern", arity: 2, group: "text", placeholder: "^\\d+$" },
  { id: "greater", label: "is greater than", arity: 2, group: "number" },
  { id: "greater-or-equal", label: "is at least", arity: 2, group: "number" },
  { id: "less", label: "is less than", arity: 2, group: "number" },
  { id: "less-or-equal", label: "is at most", arity: 2, group: "number" },
  { id: "before", label: "is before", arity: 2, group: "date", placeholder: "2026-12-31" },
  { id: "after", label: "is after", arity: 2, group: "date", placeholder: "2026-12-31" },
  { id: "is-true", label: "is true", arity: 1, group: "yes or no" },
  { id: "is-false", label: "is false", arity: 1, group: "yes or no" },
];

const byId = new Map<unknown, Operator>(operators.map((operator) => [operator.id, operator]));

/** The operator of that id, for stored settings that may hold anything. */
export function operatorOf(id: unknown): Operator | undefined {
  return byId.get(id);
}
