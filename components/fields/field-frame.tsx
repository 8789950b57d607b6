"use client";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "#components/ui/cx.ts";
import type { Field } from "#lib/nodes/fields.ts";
import { useFieldScope } from "./field-scope.ts";

/** The ids and states a control needs to be tied to its label, help and problems. */
export type ControlProps = {
  id: string;
  "aria-labelledby": string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
};

type Props = {
  field: Field;
  path: string;
  /** Only the control is seen; its label is read aloud. For rows under a common heading. */
  bare?: boolean | undefined;
  /** Beside the label, at the right end. */
  action?: ReactNode;
  /** A label before this one, as the entry of a list: "Header 2". */
  within?: string | undefined;
  /** More problems than the flow's, such as text that is no JSON. */
  problem?: string | undefined;
  help?: string | undefined;
  /** The label is a `<label for>`; off for groups of controls. */
  single?: boolean;
  /** `told`: the frame says what is wrong, so the control need not. */
  children: (control: ControlProps, told: boolean) => ReactNode;
};

/** Label, control, problems and help of one field. */
export function FieldFrame({
  field,
  path,
  bare = false,
  action,
  within,
  problem,
  help = field.help,
  single = true,
  children,
}: Props) {
  const id = useId();
  const { problems, focusedField } = useFieldScope();
  const ref = useRef<HTMLDivElement>(null);
  // What the field says itself is nearer to the point than the flow's check of the same value.
  const own = (problems.get(path) ?? []).filter(
    (each) => problem === undefined || each.code !== "invalid_value",
  );
  const messages = [
    ...new Set([...own.map((each) => each.message), ...(problem ? [problem] : [])]),
  ];
  const severe = problem !== undefined || own.some((each) => each.severity === "error");
  const wanted = focusedField === path;

  useEffect(() => {
    if (!wanted) return;
    const control = ref.current?.querySelector<HTMLElement>(
      "input, select, textarea, [contenteditable=true], [role=textbox], button",
    );
    ref.current?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  }, [wanted]);

  const labelId = `${id}-label`;
  const helpId = help && !bare ? `${id}-help` : undefined;
  const problemId = messages.length > 0 ? `${id}-problem` : undefined;
  const required = "required" in field && field.required === true;
  const Label = single ? "label" : "span";
  return (
    <div ref={ref} data-field={path} className="flex min-w-0 flex-col gap-1">
      <div className={cx(bare ? "sr-only" : "flex min-h-5 items-center justify-between gap-2")}>
        <Label {...(single && { htmlFor: id })} id={labelId} className="font-medium text-sm">
          {within && <span className="sr-only">{within}: </span>}
          {field.label}
          {required && (
            <span aria-hidden="true" className="text-bad">
              {" *"}
            </span>
          )}
        </Label>
        {!bare && action}
      </div>
      {children(
        {
          id,
          "aria-labelledby": labelId,
          "aria-describedby": [problemId, helpId].filter(Boolean).join(" ") || undefined,
          "aria-invalid": severe ? true : undefined,
          "aria-required": required ? true : undefined,
        },
        messages.length > 0,
      )}
      {messages.length > 0 && (
        <ul id={problemId} className={cx("text-xs", severe ? "text-bad" : "text-warn")}>
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {help && !bare && (
        <p id={helpId} className="text-muted text-xs">
          {help}
        </p>
      )}
    </div>
  );
}
