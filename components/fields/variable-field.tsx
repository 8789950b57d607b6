"use client";
import { TextInput } from "#components/ui/text-input.tsx";
import type { VariableField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

export function VariableField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly, variables } = useFieldScope();
  const name = textOf(value);
  const wrong = name !== "" && !/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/.test(name);
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      problem={
        wrong
          ? "A name starts with a letter and holds only letters, digits and _, at most 40."
          : undefined
      }
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            value={name}
            placeholder={field.placeholder}
            readOnly={readOnly}
            list={`${control.id}-names`}
            autoComplete="off"
            spellCheck={false}
            // People write names with spaces; templates cannot.
            onChange={(event) => onChange(event.target.value.replace(/[\s-]+/g, "_"), path)}
          />
          <datalist id={`${control.id}-names`}>
            {variables.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </FieldFrame>
  );
}
