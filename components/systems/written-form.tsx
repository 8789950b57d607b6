"use client";
import { useEffect, useRef } from "react";
import { FieldList } from "#components/fields/field-list.tsx";
import type { JsonObject } from "#lib/flow/json.ts";
import { emptyWritten, writtenFields } from "#lib/systems/written/written-fields.ts";

type Props = {
  values: JsonObject;
  error: string | undefined;
  onChange: (values: JsonObject) => void;
};

/** Describes a system by hand: its address, and a template for each operation. */
export function WrittenForm({ values, error, onChange }: Props) {
  const said = useRef<HTMLParagraphElement>(null);
  // The form is longer than the dialog: what is wrong is brought into sight.
  useEffect(() => {
    if (error !== undefined) said.current?.scrollIntoView({ block: "center" });
  }, [error]);
  return (
    <div className="flex flex-col gap-4">
      <FieldList
        fields={writtenFields}
        tab="setup"
        values={values}
        defaults={emptyWritten}
        onChange={(key, value) => onChange({ ...values, [key]: value })}
      />
      <p ref={said} role="alert" className="text-bad text-sm empty:hidden">
        {error}
      </p>
    </div>
  );
}
