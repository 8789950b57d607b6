"use client";
import { resolveSchema } from "#lib/systems/api-call.ts";
import { FieldFrame } from "../field-frame.tsx";
import { ChoiceInput } from "./choice-input.tsx";
import { leafField } from "./leaf-field.ts";
import { ListInput } from "./list-input.tsx";
import { ListedInput } from "./listed-input.tsx";
import { SchemaGroup } from "./schema-group.tsx";
import type { NamedProps } from "./schema-props.ts";

/** The input for a value of any schema; texts take templates, however deep. */
export function SchemaInput(props: NamedProps) {
  const { name, required, defs, path, value, onChange, Input, bare = false } = props;
  const schema = resolveSchema(props.schema, defs);
  const given = { ...props, schema, Nested: SchemaInput };
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
  if (schema.enum !== undefined || schema.type === "boolean")
    return <ListedInput {...props} schema={schema} />;
  return (
    <Input
      field={leafField(name, required, schema)}
      path={path}
      value={value ?? ""}
      onChange={onChange}
    />
  );
}
