"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { isBlank, isObject } from "#lib/systems/api-call.ts";
import type { Nesting, SchemaProps } from "./schema-props.ts";

/** An object's fields: those it needs and those that are filled in, the others on demand. */
export function SchemaGroup({
  schema,
  defs,
  path,
  value,
  onChange,
  Input,
  Nested,
}: SchemaProps & Nesting) {
  const [open, setOpen] = useState(false);
  const values = isObject(value) ? value : {};
  const names = Object.keys(schema.properties ?? {});
  const needed = names.filter((name) => schema.required?.includes(name) === true);
  // What was filled in when the form was opened stays in sight; typing does not move fields about.
  const [filled] = useState(() => names.filter((name) => !isBlank(values[name])));
  const first = names.filter((name) => needed.includes(name) || filled.includes(name));
  const others = names.filter((name) => !first.includes(name));
  const input = (name: string) => (
    <Nested
      key={name}
      name={name}
      required={needed.includes(name)}
      schema={schema.properties?.[name] ?? {}}
      defs={defs}
      path={`${path}.${name}`}
      value={values[name]}
      onChange={(next, typedInto) => onChange({ ...values, [name]: next }, typedInto)}
      Input={Input}
    />
  );
  return (
    <>
      {first.map(input)}
      {others.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex items-center gap-1 self-start rounded text-accent-text text-sm hover:underline"
        >
          <ChevronRight
            aria-hidden="true"
            className={cx("size-4 transition-transform duration-100", open && "rotate-90")}
          />
          {open ? "Hide" : "Show"} {others.length} optional{" "}
          {others.length === 1 ? "field" : "fields"}
        </button>
      )}
      {open && others.map(input)}
    </>
  );
}
