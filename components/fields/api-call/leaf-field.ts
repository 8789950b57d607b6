import type { Json } from "#lib/flow/json.ts";
import type { Field } from "#lib/nodes/fields.ts";
import type { FormSchema } from "#lib/systems/contract.ts";

/** A plain value as a field: a text that takes templates, with what is known of it as hints. */
export function leafField(name: string, required: boolean, schema: FormSchema): Field {
  const hint = schema.default ?? schema.example;
  const placeholder = hint === undefined ? typeHint(schema) : written(hint);
  const help = [schema.help, limitsOf(schema)].filter(Boolean).join(" ");
  const shared = {
    ...{ label: name, required, templated: true },
    ...(placeholder !== "" && { placeholder }),
    ...(help !== "" && { help }),
  };
  const isJson = schema.type === "object" || (schema.type === "any" && schema.format === undefined);
  return isJson ? { kind: "text", multiline: true, ...shared } : { kind: "text", ...shared };
}

function typeHint({ type, format }: FormSchema): string {
  if (type === "integer" || type === "number") return "A number";
  if (type === "file") return "{{ nodes.download.body }}";
  if (type === "object") return '{ "name": "value" }';
  if (format === "date") return "2026-12-31";
  if (format === "date-time") return "2026-12-31T09:00:00Z";
  return "";
}

function limitsOf({ minimum, maximum, maxLength }: FormSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  if (maximum !== undefined) return `At most ${maximum}.`;
  return maxLength === undefined || maxLength > 1_000 ? "" : `At most ${maxLength} characters.`;
}

function written(value: Json): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 120);
}
