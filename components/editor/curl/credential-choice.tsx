"use client";
import { useId } from "react";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { CurlImport } from "#lib/nodes/rest-api/curl/import-curl.ts";
import type { Choice, Keeping } from "./use-fill.ts";

/** A secret never goes into the flow unasked. */
export function startChoice(imported: CurlImport | undefined, canCreate: boolean): Choice {
  const { credential, host = "" } = imported ?? {};
  const keeping = credential?.isFilled && canCreate ? "connection" : "out";
  return { keeping, name: host.slice(0, 80) || "New connection", withLeftOut: false };
}

type Props = {
  imported: CurlImport;
  canCreate: boolean;
  choice: Choice;
  onChange: (patch: Partial<Choice>) => void;
};

/** What becomes of the keys and passwords in a command. */
export function CredentialChoice({ imported, canCreate, choice, onChange }: Props) {
  const name = useId();
  const { credential, leftOut } = imported;
  const options: { value: Keeping; label: string; help: string }[] = [];
  if (credential?.isFilled && canCreate)
    options.push({
      value: "connection",
      label: "Keep it as a new connection",
      help: "Encrypted, only for this host; the step uses it.",
    });
  options.push({
    value: "out",
    label: "Leave it out",
    help: canCreate
      ? "Choose a connection for the step afterwards."
      : "Choose a connection for the step afterwards; an admin creates new ones.",
  });
  if (credential?.inStep)
    options.push({
      value: "step",
      label: "Write it into the step",
      help: "Everybody who may open the flow can read it there.",
    });
  return (
    <>
      {credential && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">It signs in with {credential.what}</legend>
          {options.map(({ value, label, help }) => (
            <div key={value} className="flex flex-col gap-2">
              <label className="flex items-start gap-2.5">
                <input
                  type="radio"
                  name={name}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={choice.keeping === value}
                  onChange={() => onChange({ keeping: value })}
                />
                <span>
                  <span className="block text-sm">{label}</span>
                  <span className="block text-muted text-xs">{help}</span>
                </span>
              </label>
              {value === "connection" && choice.keeping === value && (
                <FormField label="The connection's name" className="pl-6.5">
                  <TextInput
                    value={choice.name}
                    maxLength={80}
                    onChange={(event) => onChange({ name: event.target.value })}
                  />
                </FormField>
              )}
            </div>
          ))}
        </fieldset>
      )}
      {leftOut && (
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={choice.withLeftOut}
            onChange={(event) => onChange({ withLeftOut: event.target.checked })}
          />
          <span>
            <span className="block text-sm">Write {leftOut.what} into the step</span>
            <span className="block text-muted text-xs">
              Left out otherwise: with it, whoever may open the flow could act in your name.
            </span>
          </span>
        </label>
      )}
    </>
  );
}
