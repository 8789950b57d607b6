"use client";
import { useId, useState } from "react";
import { TextInput } from "#components/ui/text-input.tsx";
import { offered } from "./offered.ts";

type Props = {
  label: string;
  help?: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** With more of them than this, there is a search. */
const many = 8;

/** Several of many. */
export function CheckList({ label, help, options, chosen, onChange }: Props) {
  const [search, setSearch] = useState("");
  // As they were chosen when the list was made or searched: nothing moves away while it is ticked.
  const [first, setFirst] = useState(chosen);
  const shown = offered(options, first, search);
  const statusId = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium text-sm">{label}</legend>
      {help && <p className="text-muted text-xs">{help}</p>}
      {options.length > many && (
        <TextInput
          type="search"
          aria-label={`Search: ${label}`}
          aria-describedby={statusId}
          placeholder={`Search ${options.length}`}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setFirst(chosen);
          }}
          onKeyDown={(event) => {
            // It would save the form.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
      )}
      <div className="grid max-h-44 gap-x-4 overflow-y-auto sm:grid-cols-2">
        {shown.map((option) => (
          <label
            key={option.value}
            className="flex min-h-7 items-center gap-2 rounded text-sm hover:bg-hover"
          >
            <input
              type="checkbox"
              className="ml-0.5 shrink-0"
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? [...chosen, option.value]
                    : chosen.filter((value) => value !== option.value),
                )
              }
            />
            <span className="min-w-0 break-words">{option.label}</span>
          </label>
        ))}
      </div>
      {options.length > many && (
        <p id={statusId} role="status" className="text-muted text-xs">
          {shown.length === 0 ? "Nothing is called that. " : ""}
          {chosen.length === 0 ? "None chosen." : `${chosen.length} chosen.`}
        </p>
      )}
    </fieldset>
  );
}
