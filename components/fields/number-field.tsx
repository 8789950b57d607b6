"use client";
import { TextInput } from "#components/ui/text-input.tsx";
import type { NumberField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { numberProblem, readNumber } from "./read-number.ts";
import { TemplateInput } from "./template/template-input.tsx";

/** Numbers are kept as numbers; what is no number yet stays text, so that nobody's typing is lost. */
export function NumberField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const text = textOf(value);
  const { templated = false, unit } = field;
  const change = (next: string) => onChange(readNumber(next), path);
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      single={!templated}
      problem={numberProblem(text, field)}
    >
      {(control, told) => (
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            {templated ? (
              <TemplateInput
                control={control}
                told={told}
                value={text}
                onChange={change}
                shape="line"
                templated
                placeholder={field.placeholder}
              />
            ) : (
              <TextInput
                {...control}
                inputMode="decimal"
                autoComplete="off"
                value={text}
                placeholder={field.placeholder}
                readOnly={readOnly}
                onChange={(event) => change(event.target.value)}
                onKeyDown={(event) => {
                  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
                  const number = Number(text);
                  if (by === undefined || readOnly || Number.isNaN(number)) return;
                  event.preventDefault();
                  const stepped = number + by * (field.step ?? 1);
                  const { min = -Infinity, max = Infinity } = field;
                  onChange(Math.min(max, Math.max(min, stepped)), path);
                }}
              />
            )}
          </div>
          {unit && <span className="shrink-0 text-muted text-sm">{unit}</span>}
        </div>
      )}
    </FieldFrame>
  );
}
