"use client";
import { ToggleGroup } from "radix-ui";
import { cx } from "./cx.ts";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  disabled?: boolean;
  className?: string;
  id?: string;
};

/** Two to four short choices side by side. */
export function Segmented({ label, value, onChange, options, disabled, className, id }: Props) {
  return (
    <ToggleGroup.Root
      type="single"
      id={id}
      aria-label={label}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => next && onChange(next)}
      className={cx("inline-flex rounded-lg bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-7 flex-1 whitespace-nowrap rounded-md px-2.5 font-medium text-muted text-sm transition-colors duration-100 data-[state=on]:bg-surface data-[state=on]:text-text data-[state=on]:shadow-card"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
