"use client";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Json } from "#lib/flow/json.ts";
import { resolveSchema } from "#lib/systems/api-call.ts";
import { FieldFrame } from "../field-frame.tsx";
import { useFieldScope } from "../field-scope.ts";
import { leafField } from "./leaf-field.ts";
import type { NamedProps, Nesting } from "./schema-props.ts";

/** A list, entry by entry; or the whole list as one value of an earlier step. */
export function ListInput(props: NamedProps & Nesting) {
  const { name, required, schema, defs, path, value, onChange, Input, Nested } = props;
  const { readOnly } = useFieldScope();
  const field = leafField(name, required, schema);
  if (typeof value === "string" && value !== "") {
    return (
      <div className="flex flex-col">
        <Input field={field} path={path} value={value} onChange={onChange} />
        {!readOnly && (
          <button
            type="button"
            className="self-end rounded px-1 text-accent-text text-xs hover:underline"
            onClick={() => onChange([])}
          >
            Enter entry by entry
          </button>
        )}
      </div>
    );
  }
  const items = Array.isArray(value) ? value : [];
  const item = resolveSchema(schema.items ?? {}, defs);
  const startsAs: Json = item.type === "object" && item.properties !== undefined ? {} : "";
  return (
    <FieldFrame
      field={field}
      path={path}
      single={false}
      action={
        !readOnly &&
        items.length === 0 && (
          <button
            type="button"
            className="rounded px-1 text-accent-text text-xs hover:underline"
            onClick={() => onChange("[]")}
          >
            Insert a whole list
          </button>
        )
      }
    >
      {(control) => (
        <fieldset
          aria-labelledby={control["aria-labelledby"]}
          className="flex min-w-0 flex-col gap-2"
        >
          {items.map((one, index) => (
            // Entries have no lasting identity of their own.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={index} className="flex items-end gap-1">
              <div className="flex min-w-0 flex-1 flex-col gap-3">
                <Nested
                  name={`${name} ${index + 1}`}
                  required={false}
                  schema={item}
                  defs={defs}
                  path={`${path}.${index}`}
                  value={one}
                  onChange={(next, typedInto) => onChange(items.with(index, next), typedInto)}
                  Input={Input}
                />
              </div>
              <IconButton
                label={`Remove ${name} ${index + 1}`}
                icon={<X className="size-4" />}
                size="sm"
                disabled={readOnly}
                onClick={() => onChange(items.toSpliced(index, 1))}
              />
            </div>
          ))}
          {!readOnly && (
            <div>
              <Button
                size="sm"
                variant="ghost"
                icon={<Plus aria-hidden="true" className="size-4" />}
                onClick={() => onChange([...items, startsAs])}
              >
                Add to {name}
              </Button>
            </div>
          )}
        </fieldset>
      )}
    </FieldFrame>
  );
}
