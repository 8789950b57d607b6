"use client";
import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

type InputProps = {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  required?: boolean;
};

type Props = {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Beside the label, at the right end. */
  action?: ReactNode;
  className?: string;
  children: ReactElement<InputProps>;
};

/** A labelled input with its help and error, tied together for screen readers. */
export function FormField({ label, help, error, required, action, className, children }: Props) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [help && helpId, error && errorId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
          {required && (
            <span aria-hidden="true" className="text-bad">
              {" "}
              *
            </span>
          )}
        </label>
        {action}
      </div>
      {cloneElement(children, {
        id,
        "aria-describedby": describedBy,
        "aria-invalid": error ? true : undefined,
      })}
      {error && (
        <p id={errorId} role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
      {help && (
        <p id={helpId} className="text-muted text-xs">
          {help}
        </p>
      )}
    </div>
  );
}
