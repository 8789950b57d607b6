"use client";

type Props = {
  label: string;
  help?: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Several of many. */
export function CheckList({ label, help, options, chosen, onChange }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium text-sm">{label}</legend>
      {help && <p className="text-muted text-xs">{help}</p>}
      <div className="grid max-h-44 gap-x-4 overflow-y-auto sm:grid-cols-2">
        {options.map((option) => (
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
    </fieldset>
  );
}
