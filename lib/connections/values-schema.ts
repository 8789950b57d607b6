import { z } from "zod";
import type { ConnectionKind, CredentialField } from "./kinds/kind.ts";

/**
 * What a new connection of a kind takes as `values`, as a schema with the form's own words. How a
 * value has to look beyond that, and what must fit together, is told when it is written.
 */
export function valuesSchemaOf({ fields }: Pick<ConnectionKind, "fields">) {
  return z.strictObject(Object.fromEntries(fields.map((field) => [field.key, schemaOf(field)])));
}

function schemaOf(field: CredentialField) {
  const { label: title, help, placeholder, initial, required, secret } = field;
  const description = [help, noteOf(field)].filter((part) => part !== "").join(" ");
  const described = textOf(field).meta({
    ...{ title, description },
    ...(secret && { writeOnly: true, format: "password" }),
    ...(initial !== undefined && { default: initial }),
    ...(placeholder !== undefined && !secret && { examples: [placeholder] }),
  });
  // What has a first value may be left out, required or not.
  return required && initial === undefined ? described : described.optional();
}

function textOf({ input, options = [], required }: CredentialField) {
  if (input === "toggle") return z.enum(["", "true"]);
  const choices = input === "select" ? options.map(({ value }) => value) : [];
  if (choices.length > 0) return z.enum(required ? choices : ["", ...choices]);
  const text = z.string().max(20_000);
  return required ? text.min(1) : text;
}

function noteOf({ input, choices = [] }: CredentialField): string {
  if (input === "rows")
    return 'As JSON text: `[{"name": "X-Key", "value": "…"}]`. The values are secret.';
  if (input !== "scopes" || choices.length === 0) return "";
  const known = choices.map(({ value, label }) => `\`${value}\` (${label})`).join(", ");
  return `Separated by spaces. Known ones: ${known}.`;
}
