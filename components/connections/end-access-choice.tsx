"use client";
import { useId } from "react";

type Props = { checked: boolean; onChange: (checked: boolean) => void };

/** Whether a provider shall be told that an access is over when its connection is deleted. */
export function EndAccessChoice({ checked, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className="font-medium text-text">
          End its access at the provider too
        </label>
        <p id={`${id}-help`} className="text-muted text-sm">
          That cannot be undone: a connection that is brought back has to be connected again.
        </p>
      </div>
    </div>
  );
}
