"use client";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { TextField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { TemplateInput } from "./template/template-input.tsx";

export function TextField({ field, path, value, onChange, bare, within }: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const text = textOf(value);
  const { templated = false, multiline = false, code = false, placeholder, maxLength } = field;
  return (
    <FieldFrame field={field} path={path} bare={bare} within={within} single={!templated}>
      {(control, told) => {
        if (templated) {
          return (
            <TemplateInput
              control={control}
              told={told}
              value={text}
              onChange={(next) => onChange(next, path)}
              shape={multiline ? "text" : "line"}
              templated
              placeholder={placeholder}
              // A template may be longer than what it becomes.
              maxLength={maxLength === undefined ? undefined : Math.max(2_000, maxLength)}
            />
          );
        }
        const shared = {
          ...control,
          value: text,
          placeholder,
          maxLength,
          readOnly,
          spellCheck: field.format === undefined && !code,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value, path),
        };
        if (!multiline) return <TextInput {...shared} />;
        return code ? (
          <TextArea rows={8} className="font-mono text-sm" {...shared} />
        ) : (
          <TextArea rows={3} {...shared} />
        );
      }}
    </FieldFrame>
  );
}
