"use client";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import { inputClass } from "./text-input.tsx";

type Props = ComponentProps<"select"> & {
  options: readonly { value: string; label: string; disabled?: boolean }[];
};

/** The platform's own select: keyboard, phone pickers and screen readers come with it. */
export function Select({ options, className, ...rest }: Props) {
  return (
    <span className={cx("relative block min-w-0", className)}>
      <select className={cx(inputClass, "h-8 appearance-none truncate pr-8")} {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
      />
    </span>
  );
}
