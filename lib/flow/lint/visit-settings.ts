import type { FlowNode } from "../document.ts";
import type { Json, JsonObject } from "../json.ts";
import type { LintDefinition, LintField } from "./context.ts";

/** One setting that is shown, with its path into `config` (`branches.0.name`). */
export type Setting = { path: string; field: LintField; value: Json | undefined };

/** Every setting of a node that its inspector shows at present, entries of lists included. */
export function visitSettings(node: FlowNode, definition: LintDefinition): Setting[] {
  return visit(definition.fields, node.config, "");
}

function visit(fields: { [key: string]: LintField }, values: JsonObject, base: string): Setting[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    if (!isShown(fields, key, values)) return [];
    const value = values[key];
    const path = base + key;
    const own: Setting = { path, field, value };
    if (field.item === undefined || !Array.isArray(value)) return [own];
    const { item } = field;
    return [
      own,
      ...value.flatMap((entry, index) =>
        isObject(entry) ? visit(item, entry, `${path}.${index}.`) : [],
      ),
    ];
  });
}

/** A field hides with the one it depends on, too. */
function isShown(
  fields: { [key: string]: LintField },
  key: string,
  values: JsonObject,
  depth = 0,
): boolean {
  if (depth > 5) return true;
  for (let wanted = fields[key]?.showWhen; wanted !== undefined; wanted = wanted.and) {
    const value = values[wanted.field];
    if (!wanted.in.some((allowed) => allowed === value)) return false;
    if (!isShown(fields, wanted.field, values, depth + 1)) return false;
  }
  return true;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
