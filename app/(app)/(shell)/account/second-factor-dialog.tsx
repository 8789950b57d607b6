"use client";
import { type FormEvent, useState } from "react";
import { QrCode } from "#components/account/qr-code.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { NewSecondFactor } from "#lib/access/second-factor/contract.ts";
import { confirmSecondFactor } from "./second-factor-actions.ts";

type Props = {
  fresh: NewSecondFactor;
  onClose: () => void;
  onDone: (recoveryCodes: string[]) => void;
};

/** Shows the app its secret, and has it prove that it knows it. */
export function SecondFactorDialog({ fresh, onClose, onDone }: Props) {
  const [code, setCode] = useState("");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const form = useFocusInvalid(failure);
  const wrong =
    failure?.code === "wrong_code"
      ? `${failure.message} ${failure.next ?? ""}`
      : failure?.issues?.[0]?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => confirmSecondFactor({ code }));
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) onDone(result.value.recoveryCodes);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Turn on the second factor"
      description="With an authenticator app, such as Aegis, 1Password or Google Authenticator."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="second-factor-code" pending={pending}>
            Turn on
          </Button>
        </>
      }
    >
      <div className="flex flex-col items-start gap-4 sm:flex-row">
        <QrCode text={fresh.uri} label="QR code for your authenticator app" />
        <div className="flex min-w-0 flex-col gap-1">
          <p>Scan the code with the app. If you cannot, type this key into it:</p>
          <p className="flex items-center gap-2">
            <code className="break-all font-mono text-sm">
              {fresh.secret.replace(/(.{4})(?=.)/g, "$1 ")}
            </code>
            <CopyButton text={fresh.secret} label="Copy the key" />
          </p>
        </div>
      </div>
      <form
        ref={form}
        id="second-factor-code"
        onSubmit={submit}
        noValidate
        className="mt-4 flex flex-col gap-4"
      >
        {failure && wrong === undefined && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <FormField label="Code" error={wrong} help="The six digits that the app shows now.">
          <TextInput
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            maxLength={20}
            autoFocus
            onChange={(event) => setCode(event.target.value)}
            required
          />
        </FormField>
      </form>
    </Dialog>
  );
}
