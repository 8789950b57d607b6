"use client";
import { useState } from "react";
import { Select } from "#components/ui/select.tsx";
import type { Json } from "#lib/flow/json.ts";
import { FieldFrame } from "../field-frame.tsx";
import { textOf } from "../field-props.ts";
import { useFieldScope } from "../field-scope.ts";
import { leafField } from "./leaf-field.ts";
import type { NamedProps } from "./schema-props.ts";

/** One of the values that the system names, or a value of an earlier step. */
export function ListedInput({ name, required, schema, path, value, onChange, Input }: NamedProps) {
  const { readOnly } = useFieldScope();
  const listed: Json[] = schema.enum ?? [true, false];
  const options = listed.filter((one) => one !== null && one !== "").map(textOf);
  const text = textOf(value);
  const [written, setWritten] = useState(text !== "" && !options.includes(text));
  const field = leafField(name, required, schema);
  const other = (
    <button
      type="button"
      className="rounded px-1 text-accent-text text-xs hover:underline"
      onClick={() => {
        setWritten(!written);
        onChange("");
      }}
    >
      {written ? "Choose from a list" : "Insert a value"}
    </button>
  );
  if (written) {
    return (
      <div className="flex flex-col">
        <Input field={field} path={path} value={text} onChange={onChange} />
        {!readOnly && <div className="self-end">{other}</div>}
      </div>
    );
  }
  const fallback = schema.default === undefined ? "Not set" : `Not set (${textOf(schema.default)})`;
  return (
    <FieldFrame field={field} path={path} action={readOnly ? undefined : other}>
      {(control) => (
        <Select
          {...control}
          value={text}
          disabled={readOnly}
          options={[
            { value: "", label: required ? "Choose one" : fallback },
            ...options.map((one) => ({ value: one, label: one })),
          ]}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  );
}
