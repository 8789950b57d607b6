"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { RateLimit } from "#lib/budgets/rate-limit.ts";

type Props = { rate: RateLimit | undefined; onChange: (rate: RateLimit | undefined) => void };

const windows = [
  { value: "second", label: "per second" },
  { value: "minute", label: "per minute" },
  { value: "hour", label: "per hour" },
];

/** How often the connection may call. Steps wait for their turn; empty means no limit. */
export function RateFields({ rate = {}, onChange }: Props) {
  const set = (patch: { [Key in keyof RateLimit]?: RateLimit[Key] | undefined }) => {
    const { requests, per, atOnce } = { ...rate, ...patch };
    const next: RateLimit = {
      ...(requests !== undefined && { requests, per: per ?? "second" }),
      ...(atOnce !== undefined && { atOnce }),
    };
    onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">How often it may call</legend>
      <div className="flex items-end gap-2">
        <FormField label="Requests at most" className="flex-1">
          <TextInput
            inputMode="numeric"
            placeholder="No limit"
            value={rate.requests ?? ""}
            onChange={(event) => set({ requests: readNumber(event.target.value, 100_000) })}
          />
        </FormField>
        <Select
          aria-label="Requests at most, within"
          className="flex-1"
          value={rate.per ?? "second"}
          disabled={rate.requests === undefined}
          onChange={(event) =>
            set({ per: event.target.value as RateLimit["per"] /* one of the options */ })
          }
          options={windows}
        />
      </div>
      <FormField
        label="At once at most"
        help="For each host by itself. Steps wait for their turn as long as their time allows."
      >
        <TextInput
          inputMode="numeric"
          placeholder="No limit"
          value={rate.atOnce ?? ""}
          onChange={(event) => set({ atOnce: readNumber(event.target.value, 100) })}
        />
      </FormField>
    </fieldset>
  );
}

/** What is typed, as a whole number within reach; undefined when there is none. */
function readNumber(text: string, max: number): number | undefined {
  const digits = text.replace(/\D/g, "");
  const number = Math.min(max, Number(digits));
  return digits === "" || number === 0 ? undefined : number;
}
