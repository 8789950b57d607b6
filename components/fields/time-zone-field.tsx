"use client";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { TimeZoneField as Definition } from "#lib/nodes/fields.ts";
import { isTimeZone } from "#lib/nodes/time-zone.ts";
import { FieldFrame } from "./field-frame.tsx";
import { type FieldProps, textOf } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** A time zone by name, found by any part of it, with the reader's own one click away. */
export function TimeZoneField({
  field,
  path,
  value,
  onChange,
  bare,
  within,
}: FieldProps<Definition>) {
  const { readOnly } = useFieldScope();
  const listId = useId();
  const zone = textOf(value);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const unknown = zone.trim() !== "" && !isTimeZone(zone.trim());
  return (
    <FieldFrame
      field={field}
      path={path}
      bare={bare}
      within={within}
      problem={
        unknown ? "No time zone has this name. Try a city, such as Europe/Berlin." : undefined
      }
      action={
        !readOnly &&
        zone !== own && (
          <Button size="sm" variant="ghost" onClick={() => onChange(own)}>
            Use {own}
          </Button>
        )
      }
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            list={listId}
            autoComplete="off"
            spellCheck={false}
            value={zone}
            placeholder={field.placeholder ?? "UTC"}
            readOnly={readOnly}
            onChange={(event) => onChange(event.target.value, path)}
          />
          <datalist id={listId}>
            {zones.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </FieldFrame>
  );
}
