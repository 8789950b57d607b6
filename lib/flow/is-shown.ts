export type ShowCondition = {
  field: string;
  in: readonly (string | number | boolean)[];
  /** Must hold as well. */
  and?: ShowCondition;
};

type Conditional = { [key: string]: { showWhen?: ShowCondition } };

/** How many fields may depend on one another; a circle among them ends there. */
const maxDepth = 5;

/**
 * Whether what hangs on a condition is shown, given the settings beside it: the one answer for the
 * engine, the linter, the inspector and the outlets. A setting that is left out counts as its
 * default, and what depends on a hidden field is hidden with it.
 */
export function isShown(
  showWhen: ShowCondition | undefined,
  fields: Conditional,
  values: { [key: string]: unknown },
  defaults: { [key: string]: unknown } = {},
  depth = 0,
): boolean {
  if (depth > maxDepth) return true;
  for (let wanted = showWhen; wanted !== undefined; wanted = wanted.and) {
    const { field } = wanted;
    const value = values[field] === undefined ? defaults[field] : values[field];
    if (!wanted.in.some((allowed) => allowed === value)) return false;
    if (!isShown(fields[field]?.showWhen, fields, values, defaults, depth + 1)) return false;
  }
  return true;
}
