"use client";
import { resolveSchema } from "#lib/systems/api-call.ts";
import { FieldFrame } from "../field-frame.tsx";
import { ChoiceInput } from "./choice-input.tsx";
import { leafField } from "./leaf-field.ts";
import { ListInput } from "./list-input.tsx";
import { ListedInput } from "./listed-input.tsx";
import { SchemaGroup, type SchemaProps } from "./schema-group.tsx";

export type NamedProps = SchemaProps & {
  name: string;
  required: boolean;
  /** Without a frame of its own: under a heading that names it. */
  bare?: boolean;
};

/** The input for a value of any schema; texts take templates, however deep. */
export function SchemaInput(props: NamedProps) {
  const { name, required, defs, path, value, onChange, Input, bare = false } = props;
  const schema = resolveSchema(props.schema, defs);
  const given = { ...props, schema };
  if (schema.choices !== undefined) return <ChoiceInput {...given} />;
  if (schema.type === "array") return <ListInput {...given} />;
  if (schema.type === "object" && Object.keys(schema.properties ?? {}).length > 0) {
    if (bare) return <SchemaGroup {...given} />;
    return (
      <FieldFrame
        field={{ kind: "json", label: name, required, ...(schema.help && { help: schema.help }) }}
        path={path}
        single={false}
      >
        {(control) => (
          <fieldset
            aria-labelledby={control["aria-labelledby"]}
            className="flex min-w-0 flex-col gap-3 border-line border-l-2 pl-3"
          >
            <SchemaGroup {...given} />
          </fieldset>
        )}
      </FieldFrame>
    );
  }
  if (schema.enum !== undefined || schema.type === "boolean") return <ListedInput {...given} />;
  return (
    <Input
      field={leafField(name, required, schema)}
      path={path}
      value={value ?? ""}
      onChange={onChange}
    />
  );
}
