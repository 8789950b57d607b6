"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { cx } from "#components/ui/cx.ts";
import type { TagsField as Definition } from "#lib/nodes/fields.ts";
import { FieldFrame } from "./field-frame.tsx";
import type { FieldProps } from "./field-props.ts";
import { useFieldScope } from "./field-scope.ts";

type Props = FieldProps<Definition> & {
  /** Reads what was typed; undefined: it is none, and stays to be mended. */
  read?: (typed: string) => string | undefined;
};

export function TagsField(props: Props) {
  const { field, path, value, onChange, bare, within, read = (typed) => typed } = props;
  const { readOnly } = useFieldScope();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const tags = Array.isArray(value) ? value.filter((tag) => typeof tag === "string") : [];

  function add(input: string) {
    const typed = input.split(/[,\n]/).map((part) => part.trim());
    const fresh = typed.filter((part) => part !== "").map((part) => ({ part, tag: read(part) }));
    const refused = fresh.find(({ tag }) => tag === undefined);
    const next = [...new Set([...tags, ...fresh.flatMap(({ tag }) => tag ?? [])])];
    setText(refused?.part ?? "");
    setProblem(
      refused === undefined
        ? undefined
        : `“${refused.part}” is no ${field.itemLabel}. Write it like ${field.placeholder}.`,
    );
    if (next.length > tags.length) onChange(next.slice(0, field.max ?? 1_000));
  }

  const { options } = field;
  if (options !== undefined) {
    return (
      <FieldFrame field={field} path={path} bare={bare} within={within} single={false}>
        {(control) => (
          <fieldset aria-labelledby={control["aria-labelledby"]} className="flex flex-wrap gap-1.5">
            {options.map((option) => {
              const on = tags.includes(option);
              return (
                <button
                  key={option}
                  type="button"
                  aria-pressed={on}
                  disabled={readOnly}
                  onClick={() =>
                    onChange(
                      options.filter((each) => (each === option ? !on : tags.includes(each))),
                    )
                  }
                  className={cx(
                    "h-7 rounded-md border px-2 font-medium text-sm",
                    on
                      ? "border-accent bg-accent-soft text-accent-text"
                      : "border-line text-muted hover:bg-hover",
                  )}
                >
                  {option}
                </button>
              );
            })}
          </fieldset>
        )}
      </FieldFrame>
    );
  }
  return (
    <FieldFrame field={field} path={path} bare={bare} within={within} problem={problem}>
      {(control) => (
        <div className="flex flex-wrap items-center gap-1 rounded-lg border border-line-strong/70 bg-surface p-1 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent">
          {tags.map((tag) => (
            <span
              key={tag}
              className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-md bg-accent-soft pl-2 font-medium text-accent-text text-sm"
            >
              <span className="truncate">{tag}</span>
              <button
                type="button"
                aria-label={`Remove ${tag}`}
                disabled={readOnly}
                onClick={() => onChange(tags.filter((each) => each !== tag))}
                className="flex size-6 items-center justify-center rounded-md hover:bg-hover"
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            </span>
          ))}
          <input
            {...control}
            value={text}
            readOnly={readOnly}
            placeholder={tags.length === 0 ? field.placeholder : `Add ${field.itemLabel}`}
            className="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-base outline-none"
            onChange={(event) => {
              if (/[,\n]/.test(event.target.value)) add(event.target.value);
              else {
                setText(event.target.value);
                setProblem(undefined);
              }
            }}
            onBlur={() => add(text)}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                add(text);
              } else if (event.key === "Backspace" && text === "" && tags.length > 0) {
                onChange(tags.slice(0, -1));
              }
            }}
          />
        </div>
      )}
    </FieldFrame>
  );
}
