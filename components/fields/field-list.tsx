"use client";
import { isShown } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Fields } from "#lib/nodes/fields.ts";
import { FieldInput } from "./field-input.tsx";

type Props = {
  fields: Fields;
  tab: NonNullable<Fields[string]["tab"]>;
  values: JsonObject;
  defaults: JsonObject;
  onChange: (key: string, value: Json, typedInto?: string) => void;
};

/** A node's fields of one tab, without those that do not apply. */
export function FieldList({ fields, tab, values, defaults, onChange }: Props) {
  return (
    <>
      {Object.entries(fields)
        .filter(
          ([, field]) =>
            (field.tab ?? "setup") === tab && isShown(field.showWhen, fields, values, defaults),
        )
        .map(([key, field]) => (
          <FieldInput
            key={key}
            field={field}
            path={key}
            value={values[key]}
            onChange={(value, typedInto) => onChange(key, value, typedInto)}
          />
        ))}
    </>
  );
}
