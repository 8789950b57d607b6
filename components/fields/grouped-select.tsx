"use client";
import { ChevronDown } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { inputClass } from "#components/ui/text-input.tsx";

type Props = {
  label: string;
  value: string;
  groups: readonly { label: string; options: readonly { value: string; label: string }[] }[];
  disabled: boolean;
  onChange: (value: string) => void;
};

/** The platform's select with headings, as wide as a comparison. */
export function GroupedSelect({ label, value, groups, disabled, onChange }: Props) {
  return (
    <span className="relative block w-36 shrink-0">
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={cx(inputClass, "h-[2.125rem] appearance-none truncate pr-7")}
      >
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
      />
    </span>
  );
}
