"use client";
import { useId } from "react";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { CredentialField } from "#lib/connections/kinds/kind.ts";
import { ScopePicker } from "./scope-picker.tsx";
import { SecretRowsInput } from "./secret-rows-input.tsx";

type Props = {
  field: CredentialField;
  value: string;
  error: string | undefined;
  /** The connection whose secret stays when the input is left empty. */
  keeps: ConnectionSummary | null;
  onChange: (value: string) => void;
  /** Whether the stored secret goes without a new one; only for optional ones. */
  emptied: boolean;
  onEmptied: (emptied: boolean) => void;
};

/** One input of a credential's form, as its definition describes it. */
export function CredentialInput(props: Props) {
  const { field, value, error, keeps, onChange, emptied, onEmptied } = props;
  if (field.input === "toggle") return <Toggle {...props} />;
  if (field.input === "scopes") {
    return <ScopePicker field={field} value={value} error={error} onChange={onChange} />;
  }
  const kept = field.secret && keeps !== null && field.input !== "rows";
  return (
    <FormField
      label={field.label}
      help={field.help}
      error={error}
      required={field.required && !kept}
      action={
        kept &&
        !field.required && (
          <label className="flex items-center gap-1.5 text-muted text-xs">
            <input
              type="checkbox"
              checked={emptied}
              onChange={(event) => onEmptied(event.target.checked)}
            />
            No {field.label.toLowerCase()}
          </label>
        )
      }
    >
      <Input {...props} kept={kept} />
    </FormField>
  );
}

/** `aria` and `id` come from the field around it. */
function Input({
  field,
  value,
  keeps,
  onChange,
  emptied,
  kept,
  ...rest
}: Props & { kept: boolean }) {
  const { error: _error, onEmptied: _onEmptied, ...aria } = rest;
  const listId = useId();
  const placeholder = emptied
    ? "Saved without one"
    : kept
      ? `Leave empty to keep ${keeps?.hint ? `••••${keeps.hint}` : "the stored one"}`
      : (field.placeholder ?? "");
  if (field.input === "rows") {
    const { [field.key]: names } = keeps?.settings ?? {};
    const stored = Array.isArray(names) ? names.map(String) : [];
    return <SecretRowsInput {...aria} {...{ value, stored, onChange }} of={rowsOf(field)} />;
  }
  if (field.input === "select") {
    return (
      <Select
        {...aria}
        value={value}
        options={field.options ?? []}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  if (field.input === "textarea") {
    return (
      <TextArea
        {...aria}
        rows={5}
        className="font-mono text-xs"
        value={emptied ? "" : value}
        disabled={emptied}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <>
      <TextInput
        {...aria}
        type={field.input}
        value={emptied ? "" : value}
        disabled={emptied}
        autoComplete={field.secret ? "new-password" : "off"}
        spellCheck={false}
        placeholder={placeholder}
        {...(field.options && { list: listId })}
        {...(field.format === "port" && { inputMode: "numeric" as const })}
        onChange={(event) => onChange(event.target.value)}
      />
      {field.options && (
        <datalist id={listId}>
          {field.options.map((option) => (
            <option key={option.value} value={option.value} label={option.label} />
          ))}
        </datalist>
      )}
    </>
  );
}

function Toggle({ field, value, error, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        checked={value === "true"}
        onCheckedChange={(checked) => onChange(checked ? "true" : "")}
        aria-describedby={`${id}-help`}
      />
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {field.label}
        </label>
        {error && (
          <p role="alert" className="text-bad text-xs">
            {error}
          </p>
        )}
        <p id={`${id}-help`} className="text-muted text-xs">
          {field.help}
        </p>
      </div>
    </div>
  );
}

function rowsOf({ format }: CredentialField) {
  return format === "hooks"
    ? { what: "hook", name: "Name", value: "https://…" }
    : { what: "header", name: "X-Api-Key", value: "Value" };
}
