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
import type { ActionError } from "#lib/access/action-result.ts";
import type { Member } from "#lib/access/people/contract.ts";
import type { PeopleActions } from "./people-actions.ts";

type Props = {
  member: Member;
  transfer: PeopleActions["transfer"];
  onClose: () => void;
  onDone: () => void;
};

/** Hands the workspace to somebody else; the owner's password confirms it. */
export function TransferDialog({ member, transfer, onClose, onDone }: Props) {
  const stayId = useId();
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const form = useFocusInvalid(failure);
  const wrong =
    failure?.code === "wrong_credentials" ? failure.message : failure?.issues?.[0]?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => transfer({ userId: member.userId, password, stay }));
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) onDone();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Make ${member.name} the owner?`}
      description="An owner can do everything here, also remove you."
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" form="transfer" pending={pending}>
            Transfer ownership
          </Button>
        </>
      }
    >
      <form ref={form} id="transfer" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && wrong === undefined && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <label htmlFor={stayId} className="flex items-center gap-3">
          <Switch id={stayId} checked={stay} onCheckedChange={setStay} />
          <span>
            I stay an owner too
            <span className="block text-muted text-sm">Otherwise you become an admin.</span>
          </span>
        </label>
        <FormField label="Your password" error={wrong}>
          <PasswordInput
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
          />
        </FormField>
      </form>
    </Dialog>
  );
}
