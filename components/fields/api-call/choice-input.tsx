"use client";
import { Select } from "#components/ui/select.tsx";
import { isChoice, resolveSchema } from "#lib/systems/api-call.ts";
import type { FormSchema } from "#lib/systems/contract.ts";
import { FieldFrame } from "../field-frame.tsx";
import { useFieldScope } from "../field-scope.ts";
import { leafField } from "./leaf-field.ts";
import type { NamedProps, Nesting } from "./schema-props.ts";

/** A value of one of several shapes: first which, then the value. */
export function ChoiceInput(props: NamedProps & Nesting) {
  const { name, required, schema, defs, path, value, onChange, Nested } = props;
  const { readOnly } = useFieldScope();
  const choices = (schema.choices ?? []).map((choice) => resolveSchema(choice, defs));
  const chosen = isChoice(value) ? choices[value.$choice] : undefined;
  const onlyOne = chosen?.enum?.length === 1;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FieldFrame field={leafField(name, required, schema)} path={path}>
        {(control) => (
          <Select
            {...control}
            value={isChoice(value) ? String(value.$choice) : ""}
            disabled={readOnly}
            options={[
              { value: "", label: required ? "Choose one" : "Not set" },
              ...choices.map((choice, index) => ({
                value: String(index),
                label: labelOf(choice, index),
              })),
            ]}
            onChange={({ target }) =>
              onChange(target.value === "" ? "" : { $choice: Number(target.value), value: "" })
            }
          />
        )}
      </FieldFrame>
      {isChoice(value) && chosen !== undefined && !onlyOne && (
        <div className="flex flex-col gap-3 border-line border-l-2 pl-3">
          <Nested
            {...props}
            bare
            name={labelOf(chosen, value.$choice)}
            schema={chosen}
            value={value.value}
            onChange={(next, typedInto) => onChange({ ...value, value: next }, typedInto)}
          />
        </div>
      )}
    </div>
  );
}

const typeNames: { [type: string]: string } = {
  ...{ string: "Text", number: "Number", integer: "Whole number", boolean: "True or false" },
  ...{ array: "List", object: "Object", file: "File", any: "Any value" },
};

function labelOf(
  { title, type = "any", enum: values, required }: FormSchema,
  index: number,
): string {
  if (title !== undefined) return title;
  if (values?.length === 1) return values[0] === "" ? "Empty" : String(values[0]);
  const named = typeNames[type] ?? `Choice ${index + 1}`;
  return required === undefined ? named : `${named} with ${required.slice(0, 3).join(", ")}`;
}
