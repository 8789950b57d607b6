"use client";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { Role } from "#lib/access/contract.ts";
import {
  type GivenRole,
  givenRole,
  type InvitationWay,
  type Member,
  type PendingInvitation,
} from "#lib/access/people/contract.ts";
import { InvitationList, nameOf } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberRow } from "./member-row.tsx";
import { OneTimeLink } from "./one-time-link.tsx";
import type { PeopleActions } from "./people-actions.ts";
import { RoleLegend } from "./role-legend.tsx";
import { roleWords } from "./role-words.ts";
import { TransferDialog } from "./transfer-dialog.tsx";

type Props = {
  reader: { userId: string; role: Role };
  canManage: boolean;
  /** Whether the installation has a mail server. */
  sendsMail: boolean;
  members: Member[];
  invitations: PendingInvitation[];
  actions: PeopleActions;
};

type Open =
  | { dialog: "invite" }
  | { dialog: "remove" | "transfer" | "reset" | "second-factor"; member: Member }
  | { dialog: "reset-link"; member: Member; link: string }
  | { dialog: "invitation-link"; invitation: PendingInvitation; link: string }
  | { dialog: "revoke"; invitation: PendingInvitation };

/** Who is in the workspace, with which role, and who is invited. */
export function PeoplePage({ reader, canManage, sendsMail, members, invitations, actions }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>();
  const [busy, setBusy] = useState<string>();
  const close = () => setOpen(undefined);
  const refresh = () => router.refresh();

  /** Runs an action and brings the page up to date, whatever came of it. */
  async function run<T>(call: () => Promise<ActionResult<T>>): Promise<T | undefined> {
    const result = await tryAction(call);
    refresh();
    if (result.ok) return result.value;
    toastError(result.error);
    return undefined;
  }

  async function changeRole(member: Member, role: GivenRole) {
    setBusy(member.userId);
    const done = await run(() => actions.changeRole({ userId: member.userId, role }));
    setBusy(undefined);
    if (done === undefined) return;
    const before = givenRole.safeParse(member.role);
    const { userId, name } = member;
    toast({
      title: `${name} is ${withArticle(role)} now.`,
      tone: "ok",
      ...(before.success && {
        action: {
          label: "Undo",
          onClick: () => void run(() => actions.changeRole({ userId, role: before.data })),
        },
      }),
    });
  }

  async function remove({ userId, name }: Member) {
    const done = await run(() => actions.remove({ userId }));
    if (done !== undefined) toast({ title: `${name} is out of the workspace.`, tone: "ok" });
  }

  async function makeResetLink(member: Member) {
    const made = await run(() => actions.resetLink({ userId: member.userId }));
    if (made !== undefined) setOpen({ dialog: "reset-link", member, link: made.link });
    else close();
  }

  async function resetSecondFactor({ userId, name }: Member) {
    const done = await run(() => actions.resetSecondFactor({ userId }));
    if (done !== undefined) {
      toast({ title: `${name} signs in without a second factor now.`, tone: "ok" });
    }
  }

  async function again(invitation: PendingInvitation, way: InvitationWay) {
    const made = await run(() => actions.inviteAgain({ id: invitation.id, way }));
    if (made === undefined) return;
    if (made.link !== null)
      return setOpen({ dialog: "invitation-link", invitation, link: made.link });
    toast({ title: `The invitation is on its way to ${invitation.email}.`, tone: "ok" });
  }

  return (
    <>
      <PageHeader
        title="People"
        actions={
          canManage && (
            <Button
              variant="primary"
              icon={<UserPlus className="size-4" />}
              onClick={() => setOpen({ dialog: "invite" })}
            >
              Invite
            </Button>
          )
        }
      >
        Who works in this workspace, and what each of them may do.
      </PageHeader>
      {!canManage && (
        <div className="mb-3">
          <Callout>
            You are {withArticle(reader.role)}: {roleWords[reader.role].can.toLowerCase()}. An admin
            invites people and changes roles.
          </Callout>
        </div>
      )}
      <Card className="overflow-hidden">
        <ul aria-label="Members" className="divide-y divide-line">
          {members.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              self={member.userId === reader.userId}
              canManage={canManage && (member.role !== "owner" || reader.role === "owner")}
              canTransfer={reader.role === "owner"}
              busy={busy === member.userId}
              onRole={(role) => void changeRole(member, role)}
              onResetLink={() => setOpen({ dialog: "reset", member })}
              onResetSecondFactor={() => setOpen({ dialog: "second-factor", member })}
              onTransfer={() => setOpen({ dialog: "transfer", member })}
              onRemove={() => setOpen({ dialog: "remove", member })}
            />
          ))}
        </ul>
      </Card>
      <InvitationList
        invitations={invitations}
        sendsMail={sendsMail}
        onAgain={again}
        onRevoke={(invitation) => setOpen({ dialog: "revoke", invitation })}
      />
      <RoleLegend />
      {open?.dialog === "invite" && (
        <InviteDialog
          invite={actions.invite}
          sendsMail={sendsMail}
          onClose={close}
          onDone={refresh}
        />
      )}
      {open?.dialog === "remove" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Remove ${open.member.name}?`}
          confirmLabel="Remove"
          typeToConfirm={open.member.name}
          onConfirm={() => remove(open.member)}
        >
          <p>
            {open.member.name} is signed out of this workspace at once. Flows and conversations
            stay; to come back, {open.member.name} needs a new invitation.
          </p>
        </ConfirmDialog>
      )}
      {open?.dialog === "reset" && (
        <ConfirmDialog
          open
          // What follows replaces this dialog by itself.
          onOpenChange={(shown) =>
            !shown && setOpen((now) => (now?.dialog === "reset" ? undefined : now))
          }
          title={`A new password for ${open.member.name}?`}
          confirmLabel="Make the link"
          onConfirm={() => makeResetLink(open.member)}
        >
          <p>
            Makes a link, good once within a day, that sets a new password for {open.member.email}.
            The present one works until then. Give it to nobody else: it opens the account.
          </p>
        </ConfirmDialog>
      )}
      {open?.dialog === "second-factor" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Reset the second factor of ${open.member.name}?`}
          confirmLabel="Reset"
          onConfirm={() => resetSecondFactor(open.member)}
        >
          <p>
            For somebody who lost their phone: the password alone opens {open.member.email} then,
            until they set up a second factor anew. Be sure that it is they who ask.
          </p>
        </ConfirmDialog>
      )}
      {open?.dialog === "reset-link" && (
        <Dialog
          open
          onOpenChange={close}
          title={`For ${open.member.name}`}
          description="It is good once, for a day. Earlier links for this person have ended."
          footer={
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          }
        >
          <OneTimeLink link={open.link} label="Link for a new password" />
        </Dialog>
      )}
      {open?.dialog === "invitation-link" && (
        <Dialog
          open
          onOpenChange={close}
          title={`For ${nameOf(open.invitation)}`}
          description="It is good for one person, for seven days. The earlier link has ended."
          footer={
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          }
        >
          <OneTimeLink link={open.link} label="Invitation link" />
        </Dialog>
      )}
      {open?.dialog === "transfer" && (
        <TransferDialog
          member={open.member}
          transfer={actions.transfer}
          onClose={close}
          onDone={() => {
            toast({ title: `${open.member.name} is an owner now.`, tone: "ok" });
            close();
            refresh();
          }}
        />
      )}
      {open?.dialog === "revoke" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title="Revoke the invitation?"
          confirmLabel="Revoke"
          onConfirm={async () => {
            const { id } = open.invitation;
            const done = await run(() => actions.revokeInvitation({ id }));
            if (done !== undefined)
              toast({ title: "The link does not work any more.", tone: "ok" });
          }}
        >
          <p>
            {nameOf(open.invitation)}: whoever opens the link is told that it was revoked. You can
            make a new one at any time.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function withArticle(role: Role): string {
  return /^[aeo]/.test(role) ? `an ${role}` : `a ${role}`;
}
