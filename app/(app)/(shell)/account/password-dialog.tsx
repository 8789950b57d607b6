"use client";
import { type FormEvent, useId, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import type { ActionError, ActionResult } from "#lib/access/action-result.ts";

type Props<T> = {
  title: string;
  description: string;
  confirmLabel: string;
  danger?: boolean;
  submit: (input: { password: string }) => Promise<ActionResult<T>>;
  onClose: () => void;
  onDone: (value: T) => void;
};

/** Asks for one's own password before something is done. */
export function PasswordDialog<T>(props: Props<T>) {
  const { title, description, confirmLabel, danger = false, onClose } = props;
  const id = useId();
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const form = useFocusInvalid(failure);
  const wrong =
    failure?.code === "wrong_credentials" ? failure.message : failure?.issues?.[0]?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => props.submit({ password }));
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) props.onDone(result.value);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={danger ? "danger" : "primary"} type="submit" form={id} pending={pending}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form ref={form} id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && wrong === undefined && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <FormField label="Your password" error={wrong}>
          <PasswordInput
            autoComplete="current-password"
            value={password}
            autoFocus
            onChange={(event) => setPassword(event.target.value)}
            required
          />
        </FormField>
      </form>
    </Dialog>
  );
}
