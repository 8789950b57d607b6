"use client";
import { TextInput } from "#components/ui/text-input.tsx";
import type { DateField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

/** The platform's own calendar; the day is kept as `2026-12-25`. */
export function DateField({ field, path, value, onChange, bare, within }: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  return (
    <FieldFrame field={field} path={path} bare={bare} within={within}>
      {(control) => (
        <TextInput
          {...control}
          type="date"
          // A year of more digits is a slip of the hand, and no day a flow could read.
          max="9999-12-31"
          value={textOf(value)}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value, path)}
        />
      )}
    </FieldFrame>
  );
}
