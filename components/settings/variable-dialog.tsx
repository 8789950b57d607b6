"use client";
import { type FormEvent, useId, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { VariableView } from "#lib/workspace/variables/contract.ts";
import type { VariableActions } from "./variable-actions.ts";

type Props = {
  /** The one to change; missing: a new one. */
  variable?: VariableView;
  actions: VariableActions;
  onClose: () => void;
  onDone: (title: string) => void;
};

/** Makes a variable or changes one; its name and whether it is secret stay what they were. */
export function VariableDialog({ variable, actions, onClose, onDone }: Props) {
  const secretId = useId();
  const [name, setName] = useState(variable?.name ?? "");
  const [note, setNote] = useState(variable?.note ?? "");
  const [secret, setSecret] = useState(variable?.secret ?? false);
  const [value, setValue] = useState(variable?.value ?? "");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const form = useFocusInvalid(failure);
  const issue = (path: string) => failure?.issues?.find((found) => found.path === path)?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => save());
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) onDone(variable === undefined ? `“${name.trim()}” is there.` : "Saved.");
  }

  function save() {
    if (variable === undefined) return actions.create({ name, note, secret, value });
    // A secret that nobody typed anew stays as it is.
    const kept = secret && value === "";
    return actions.change({ id: variable.id, note, ...(kept ? {} : { value }) });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={variable === undefined ? "New variable" : `Change “${variable.name}”`}
      description={
        variable === undefined
          ? "Every flow of this workspace can use it."
          : "Runs that begin from now on use the new value."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="variable" pending={pending}>
            {variable === undefined ? "Add variable" : "Save"}
          </Button>
        </>
      }
    >
      <form ref={form} id="variable" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && !failure.issues && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        {variable === undefined && (
          <>
            <FormField
              label="Name"
              error={issue("name")}
              help={
                <>
                  In flows: <code>{`{{ workspace.${name.trim() || "name"} }}`}</code>. It stays.
                </>
              }
            >
              <TextInput
                value={name}
                maxLength={40}
                autoComplete="off"
                spellCheck={false}
                placeholder="support_email"
                autoFocus
                onChange={(event) => setName(event.target.value)}
                required
              />
            </FormField>
            <label htmlFor={secretId} className="flex items-start gap-3">
              <Switch
                id={secretId}
                className="mt-0.5"
                checked={secret}
                onCheckedChange={(on) => {
                  setSecret(on);
                  setFailure(undefined);
                }}
              />
              <span>
                Secret
                <span className="block text-muted text-sm">
                  Nobody reads it back, and it is kept out of runs, logs and chats. It stays secret.
                </span>
              </span>
            </label>
          </>
        )}
        {secret ? (
          <FormField
            label={variable === undefined ? "Value" : "New value"}
            error={issue("value")}
            help={variable && "Empty: it stays as it is."}
          >
            <PasswordInput
              value={value}
              autoComplete="off"
              maxLength={10_000}
              onChange={(event) => setValue(event.target.value)}
            />
          </FormField>
        ) : (
          <FormField label="Value" error={issue("value")}>
            <TextArea
              value={value}
              rows={2}
              maxLength={2_000}
              onChange={(event) => setValue(event.target.value)}
            />
          </FormField>
        )}
        <FormField label="Note (optional)" error={issue("note")} help="What it is for.">
          <TextInput
            value={note}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setNote(event.target.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}
