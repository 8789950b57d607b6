"use client";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import type { InvitationWay, PendingInvitation } from "#lib/access/people/contract.ts";
import { howLongAgo } from "#lib/words/how-long-ago.ts";
import { roleWords } from "./role-words.ts";

type Props = {
  invitations: PendingInvitation[];
  /** Whether the installation has a mail server. */
  sendsMail: boolean;
  /** Makes a new link, and mails or shows it. */
  onAgain: (one: PendingInvitation, way: InvitationWay) => Promise<void>;
  onRevoke: (one: PendingInvitation) => void;
};

/** Invitations that nobody has accepted yet. */
export function InvitationList({ invitations, sendsMail, onAgain, onRevoke }: Props) {
  const [busy, setBusy] = useState<string>();
  async function again(one: PendingInvitation, way: InvitationWay) {
    setBusy(one.id + way);
    await onAgain(one, way);
    setBusy(undefined);
  }
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="pending" className="mt-6">
      <h2 id="pending" className="mb-2 font-semibold text-lg">
        Open invitations
      </h2>
      <Card className="overflow-hidden">
        <ul className="divide-y divide-line">
          {invitations.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <h3 className="truncate font-medium">{nameOf(one)}</h3>
                <p className="truncate text-muted text-sm">
                  {one.createdBy !== "" && `by ${one.createdBy} · `}
                  <time
                    dateTime={one.expiresAt}
                    title={`${one.expiresAt.replace("T", " ").slice(0, 16)} UTC`}
                    suppressHydrationWarning
                  >
                    ends {howLongAgo(Date.parse(one.expiresAt), Date.now())}
                  </time>
                  {one.email !== "" && one.note !== "" && ` · ${one.note}`}
                </p>
                {one.mail !== null && <MailState mail={one.mail} />}
              </div>
              <Badge>{roleWords[one.role].label}</Badge>
              {sendsMail && one.email !== "" && (
                <Button
                  size="sm"
                  pending={busy === `${one.id}mail`}
                  aria-label={`Send again: ${nameOf(one)}`}
                  onClick={() => void again(one, "mail")}
                >
                  Send again
                </Button>
              )}
              <Button
                size="sm"
                pending={busy === `${one.id}link`}
                aria-label={`New link: ${nameOf(one)}`}
                onClick={() => void again(one, "link")}
              >
                New link
              </Button>
              <Button
                size="sm"
                aria-label={`Revoke the invitation: ${nameOf(one)}`}
                onClick={() => onRevoke(one)}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      </Card>
    </section>
  );
}

function MailState({ mail }: { mail: NonNullable<PendingInvitation["mail"]> }) {
  if (mail.state === "sent") return <p className="text-muted text-sm">Mailed.</p>;
  if (mail.state === "failed") {
    return <p className="text-bad text-sm">The mail did not go out. {mail.error}</p>;
  }
  return (
    <p className="text-muted text-sm">
      {mail.error === undefined ? "On its way." : `Not sent yet, tried again: ${mail.error}`}
    </p>
  );
}

/** Whom an invitation is for, as far as it says. */
export function nameOf({ email, note }: PendingInvitation): string {
  return email || note || "Whoever has the link";
}
