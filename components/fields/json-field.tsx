"use client";
import { useState } from "react";
import type { JsonField as Definition } from "#lib/nodes/fields.ts";
import { explainJson } from "./explain-json.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";
import { TemplateInput } from "./template/template-input.tsx";

export function JsonField({ field, path, value, onChange, bare, within }: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const [left, setLeft] = useState(true);
  const text = textOf(value);
  const plain = !text.includes("{{");
  const problem = plain ? explainJson(text) : undefined;
  const formattable = plain && problem === undefined && text.trim() !== "" && !readOnly;
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      single={false}
      // Half-written JSON is no mistake yet.
      problem={left ? problem : undefined}
      action={
        formattable && (
          <button
            type="button"
            className="rounded px-1 text-accent-text text-xs hover:underline"
            onClick={() => onChange(JSON.stringify(JSON.parse(text), null, 2))}
          >
            Format
          </button>
        )
      }
    >
      {(control, told) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: only listens to whether the input inside has the focus
        <div onFocus={() => setLeft(false)} onBlur={() => setLeft(true)}>
          <TemplateInput
            control={control}
            told={told}
            value={text}
            onChange={(next) => onChange(next, path)}
            shape="code"
            templated={field.templated === true}
            placeholder={field.placeholder}
          />
        </div>
      )}
    </FieldFrame>
  );
}
