"use client";
import { useId, useState } from "react";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { CredentialField } from "#lib/connections/kinds/kind.ts";
import { chosenScopes, otherScopes, withScopes } from "./scopes.ts";

type Props = {
  field: CredentialField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
};

/** Scopes by name where they are known, the least first, and as free text. */
export function ScopePicker({ field, value, error, onChange }: Props) {
  const helpId = useId();
  const choices = field.choices ?? [];
  const known = choices.map((choice) => choice.value);
  const chosen = chosenScopes(known, value);
  const [other, setOther] = useState(() => otherScopes(known, value));

  function toggle(scope: string, on: boolean) {
    onChange(withScopes(on ? [...chosen, scope] : chosen.filter((each) => each !== scope), other));
  }

  const free = (
    <FormField
      label={choices.length === 0 ? field.label : "Other scopes"}
      help={
        choices.length === 0
          ? field.help
          : "Optional: more of them, as the provider's documentation names them, with spaces between."
      }
      error={error}
      required={field.required && choices.length === 0}
    >
      <TextInput
        value={other}
        spellCheck={false}
        autoComplete="off"
        placeholder={choices.length === 0 ? (field.placeholder ?? "") : ""}
        onChange={(event) => {
          setOther(event.target.value);
          onChange(withScopes(chosen, event.target.value));
        }}
      />
    </FormField>
  );
  if (choices.length === 0) return free;
  return (
    <>
      <fieldset className="flex flex-col gap-2" aria-describedby={helpId}>
        <legend className="font-medium text-sm">{field.label}</legend>
        <p id={helpId} className="text-muted text-xs">
          {field.help}
        </p>
        <ul className="divide-y divide-line rounded-lg border border-line">
          {choices.map((choice) => (
            <li key={choice.value}>
              <label className="flex cursor-pointer items-start gap-2.5 px-3 py-2 hover:bg-hover">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={chosen.includes(choice.value)}
                  onChange={(event) => toggle(choice.value, event.target.checked)}
                />
                <span className="min-w-0">
                  <span className="block font-medium text-sm">{choice.label}</span>
                  <span className="block text-muted text-xs">{choice.help}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {free}
    </>
  );
}
