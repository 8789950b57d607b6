import type { FlowNode } from "../document.ts";
import type { Json } from "../json.ts";
import type { Problem } from "../problem.ts";
import { type LintContext, type LintDefinition, type LintField, problem } from "./context.ts";
import { isObject } from "./visit-settings.ts";

type Issue = { code?: string; path: readonly PropertyKey[]; message: string; keys?: string[] };

/**
 * Settings that the node itself would refuse in each run, such as those of a pasted clip: unknown
 * ones and those of another kind. What a template fills in is only known then.
 */
export function checkSchemas({ known }: LintContext, told: readonly Problem[]): Problem[] {
  return [...known.values()].flatMap(({ node, definition }) => {
    // Settings of an older version are brought to today's shape before they are read.
    if (node.disabled || definition.config === undefined) return [];
    if (node.version !== (definition.version ?? node.version)) return [];
    const result = definition.config.safeParse(node.config);
    if (result.success) return [];
    const problems = result.error.issues.flatMap((issue) => explain(node, definition, issue));
    return problems.filter(
      ({ nodeId, field }) => !told.some((each) => each.nodeId === nodeId && each.field === field),
    );
  });
}

function explain(node: FlowNode, definition: LintDefinition, issue: Issue): Problem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const kept = path.length === 0 ? "" : ` in “${labelOf(definition, path)}”`;
    return (issue.keys ?? []).map((key) =>
      problem(
        "error",
        "invalid_value",
        `“${node.name}” has a setting “${key}”${kept} that “${definition.label}” does not know. Remove the step and add it anew.`,
        { nodeId: node.id, field: [...path, key].join(".") },
      ),
    );
  }
  // Schedules are checked with their clock: see `scheduleProblems`.
  const isSchedule = fieldAt(definition.fields, path)?.kind === "schedule";
  if (isSchedule || isFilledIn(node, definition, issue)) return [];
  const complaint = issue.message.replace(/\.$/, "");
  const message = `“${labelOf(definition, path)}” of “${node.name}” is not right: ${complaint}.`;
  return [problem("error", "invalid_value", message, { nodeId: node.id, field: path.join(".") })];
}

/** Whether the value complained about is made by a template, or holds one deeper within. */
function isFilledIn(node: FlowNode, definition: LintDefinition, issue: Issue): boolean {
  const [key, ...rest] = issue.path.map(String);
  const field = key === undefined ? undefined : fieldAt(definition.fields, [key, ...rest]);
  if (field === undefined || !mayHoldTemplate(field)) return false;
  let value: Json | undefined = node.config;
  for (const part of issue.path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isObject(value)) value = value[String(part)];
    else return false;
  }
  if (typeof value === "string") return isTemplate(value);
  const looksWithin = issue.code === "invalid_union" || issue.code === "custom";
  return looksWithin && isTemplate(JSON.stringify(value ?? null));
}

function mayHoldTemplate({ templated, kind, item }: LintField): boolean {
  if (templated === true || kind === "rules") return true;
  return item !== undefined && Object.values(item).some(mayHoldTemplate);
}

function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/** The field of `["headers", "1", "name"]`: the list's own for an entry, the entry's for its parts. */
function fieldAt(
  fields: { [key: string]: LintField },
  [key, , ...rest]: readonly string[],
): LintField | undefined {
  const field = key === undefined || !Object.hasOwn(fields, key) ? undefined : fields[key];
  if (field?.item === undefined || rest.length === 0) return field;
  return fieldAt(field.item, rest);
}

/** "Headers, header 2: Name". */
function labelOf({ fields }: LintDefinition, path: readonly string[]): string {
  const [key = "Settings", index] = path;
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (field === undefined) return key;
  if (field.item === undefined || index === undefined) return field.label;
  const entry = `${field.label}, ${field.itemLabel ?? "entry"} ${Number(index) + 1}`;
  const part = path.length > 2 ? fieldAt(fields, path)?.label : undefined;
  return part === undefined ? entry : `${entry}: ${part}`;
}
