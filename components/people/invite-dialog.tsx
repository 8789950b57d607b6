"use client";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { givenRole } from "#lib/access/people/contract.ts";
import { OneTimeLink } from "./one-time-link.tsx";
import type { PeopleActions } from "./people-actions.ts";
import { roleOptions, roleWords } from "./role-words.ts";

type Props = {
  invite: PeopleActions["invite"];
  /** Whether the installation has a mail server. */
  sendsMail: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** Makes an invitation, then mails its link, or shows it, once. */
export function InviteDialog({ invite, sendsMail, onClose, onDone }: Props) {
  const [role, setRole] = useState<(typeof roleOptions)[number]["value"]>("editor");
  const [email, setEmail] = useState("");
  const [note, setNote] = useState("");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const [link, setLink] = useState<string>();
  const form = useFocusInvalid(failure);
  const mails = sendsMail && email.trim() !== "";
  const issue = (path: string) => failure?.issues?.find((found) => found.path === path)?.message;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => invite({ role, email: email.trim(), note: note.trim() }));
    setPending(false);
    setFailure(result.ok ? undefined : result.error);
    if (!result.ok) return;
    onDone();
    if (result.value.link !== null) return setLink(result.value.link);
    toast({ title: `The invitation is on its way to ${email.trim()}.`, tone: "ok" });
    onClose();
  }

  if (link !== undefined) {
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title="The invitation is ready"
        description="It is good for one person, for seven days."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <OneTimeLink link={link} label="Invitation link" />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Invite somebody"
      description="One person can join this workspace with it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="invite" pending={pending}>
            {mails ? "Send the invitation" : "Make the link"}
          </Button>
        </>
      }
    >
      <form ref={form} id="invite" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && !failure.issues && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <FormField label="Role" help={`${roleWords[role].can}.`}>
          <Select
            options={roleOptions}
            value={role}
            onChange={(event) => setRole(givenRole.parse(event.target.value))}
          />
        </FormField>
        <FormField
          label="E-mail (optional)"
          error={issue("email")}
          help={
            sendsMail
              ? "The invitation is mailed to this address, and only an account of it can accept. Without one, you get a link to hand over."
              : "With an address, only an account of that address can use the link."
          }
        >
          <TextInput
            type="email"
            autoComplete="off"
            value={email}
            maxLength={254}
            onChange={(event) => setEmail(event.target.value)}
          />
        </FormField>
        <FormField
          label="Note (optional)"
          error={issue("note")}
          help="For the list of invitations: whom it is for, or why."
        >
          <TextInput
            value={note}
            maxLength={200}
            onChange={(event) => setNote(event.target.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}
