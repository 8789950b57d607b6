"use client";
import { useId } from "react";
import { Switch } from "#components/ui/switch.tsx";
import type { BooleanField as Definition } from "#lib/nodes/fields.ts";
import type { FieldProps } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

export function BooleanField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const id = useId();
  const label = within ? `${within}: ${field.label}` : field.label;
  if (bare) {
    return (
      <label data-field={path} className="flex size-8 items-center justify-center">
        <span className="sr-only">{label}</span>
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={value !== false}
          disabled={readOnly}
          onChange={(event) => onChange(event.target.checked)}
        />
      </label>
    );
  }
  return (
    <div data-field={path} className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="font-medium text-sm">
          {field.label}
        </label>
        {field.help && (
          <p id={`${id}-help`} className="text-muted text-xs">
            {field.help}
          </p>
        )}
      </div>
      <Switch
        id={id}
        aria-describedby={field.help ? `${id}-help` : undefined}
        checked={value === true}
        disabled={readOnly}
        onCheckedChange={(checked) => onChange(checked)}
      />
    </div>
  );
}
