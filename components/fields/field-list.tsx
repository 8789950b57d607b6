"use client";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { type Fields, isFieldShown } from "#lib/nodes/fields.ts";
import { FieldInput } from "./field-input.tsx";

type Props = {
  fields: Fields;
  tab: "setup" | "settings";
  values: JsonObject;
  onChange: (key: string, value: Json, typedInto?: string) => void;
};

/** A node's fields of one tab, without those that do not apply. */
export function FieldList({ fields, tab, values, onChange }: Props) {
  return (
    <>
      {Object.entries(fields)
        .filter(([, field]) => (field.tab ?? "setup") === tab && isFieldShown(field, values))
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
