"use client";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import type { SelectField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

export function SelectField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const chosen = textOf(value);
  const option = field.options.find((each) => each.value === chosen);
  const segmented = field.appearance === "segmented";
  const help = [option?.help, field.help].filter(Boolean).join(" ");
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      single={!segmented}
      help={help || undefined}
    >
      {(control) =>
        segmented ? (
          <Segmented
            id={control.id}
            label={field.label}
            value={chosen}
            onChange={onChange}
            options={field.options}
            disabled={readOnly}
            className="flex"
          />
        ) : (
          <Select
            {...control}
            // A value this version does not know is shown as it is, not silently replaced.
            options={
              option === undefined && chosen !== ""
                ? [...field.options, { value: chosen, label: `${chosen} (unknown)` }]
                : field.options
            }
            value={chosen}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </FieldFrame>
  );
}
