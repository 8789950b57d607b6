"use client";
import { TextInput } from "#components/ui/text-input.tsx";
import { CheckList } from "./check-list.tsx";

type Props = {
  label: string;
  help: string;
  error?: string | undefined;
  /** Separated by spaces. */
  value: string;
  /** The usual ones; others can be typed. */
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

/** What a credential may do: the usual rights to tick, others to type. */
export function ScopesInput({ label, help, error, value, options, onChange }: Props) {
  const chosen = value.split(/\s+/).filter(Boolean);
  const known = new Set(options.map((option) => option.value));
  const others = chosen.filter((scope) => !known.has(scope));
  const typed = value
    .replace(/^\s+/, "")
    .split(" ")
    .filter((scope) => !known.has(scope));
  return (
    <div className="flex flex-col gap-2">
      <CheckList
        label={label}
        options={options}
        chosen={chosen}
        onChange={(next) =>
          onChange([...next.filter((scope) => known.has(scope)), ...others].join(" "))
        }
      />
      <TextInput
        aria-label={`${label}: others`}
        aria-invalid={error ? true : undefined}
        placeholder="Others, separated by spaces"
        value={typed.join(" ")}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) =>
          onChange([...chosen.filter((scope) => known.has(scope)), event.target.value].join(" "))
        }
      />
      {error && (
        <p role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
      <p className="text-muted text-xs">{help}</p>
    </div>
  );
}
