"use client";
import { useState } from "react";
import { roleWords } from "#components/people/role-words.ts";
import { Card } from "#components/ui/card.tsx";
import type { InvitationView } from "#lib/access/people/contract.ts";
import { JoinAsNew } from "./join-as-new.tsx";
import { JoinSignedIn } from "./join-signed-in.tsx";
import { JoinWithPassword } from "./join-with-password.tsx";

type Props = {
  token: string;
  invitation: Extract<InvitationView, { state: "open" }>;
  signedInAs: { name: string; email: string } | null;
  /** Whether who is signed in is in that workspace already. */
  member: boolean;
};

/** Joining a workspace: as who is signed in, with an account, or with a new one. */
export function InviteForms({ token, invitation, signedInAs, member }: Props) {
  const [known, setKnown] = useState(false);
  const { workspace, role, email, invitedBy } = invitation;
  return (
    <Card className="p-6">
      <h1 className="break-words font-semibold text-xl tracking-tight">Join {workspace}</h1>
      <p className="mt-1 mb-4 text-muted">
        {invitedBy === "" ? "You are invited" : `${invitedBy} invites you`} as{" "}
        <strong className="font-medium text-text">{roleWords[role].label.toLowerCase()}</strong>:{" "}
        {roleWords[role].can.toLowerCase()}.
      </p>
      {signedInAs !== null ? (
        <JoinSignedIn token={token} invitedEmail={email} person={signedInAs} member={member} />
      ) : (
        <>
          {known ? (
            <JoinWithPassword token={token} email={email} />
          ) : (
            <JoinAsNew token={token} email={email} />
          )}
          <p className="mt-4 text-center text-muted text-sm">
            {known ? "No account yet?" : "You have an account already?"}{" "}
            <button
              type="button"
              className="font-medium text-accent-text underline underline-offset-2"
              onClick={() => setKnown(!known)}
            >
              {known ? "Create one" : "Sign in to join"}
            </button>
          </p>
        </>
      )}
    </Card>
  );
}
