import type { FlowNode } from "../document.ts";
import { isShown } from "../is-shown.ts";
import type { Json, JsonObject } from "../json.ts";
import type { LintDefinition, LintField } from "./context.ts";

/** One setting that is shown, with its path into `config` (`branches.0.name`). */
export type Setting = { path: string; field: LintField; value: Json | undefined };

/** Every setting of a node that its inspector shows at present, entries of lists included. */
export function visitSettings(node: FlowNode, definition: LintDefinition): Setting[] {
  return visit(definition.fields, node.config, definition.defaults, "");
}

function visit(
  fields: { [key: string]: LintField },
  values: JsonObject,
  defaults: { [key: string]: unknown } | undefined,
  base: string,
): Setting[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    if (!isShown(field.showWhen, fields, values, defaults)) return [];
    const value = values[key];
    const path = base + key;
    const own: Setting = { path, field, value };
    if (field.item === undefined || !Array.isArray(value)) return [own];
    const { item, newItem } = field;
    return [
      own,
      ...value.flatMap((entry, index) =>
        isObject(entry) ? visit(item, entry, newItem, `${path}.${index}.`) : [],
      ),
    ];
  });
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
