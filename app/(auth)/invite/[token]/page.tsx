import type { Metadata } from "next";
import { requestActor, requestCaller } from "#lib/access/request-actor.ts";
import { services } from "#lib/server/services.ts";
import { DeadLink } from "../../dead-link.tsx";
import { InviteForms } from "./invite-forms.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "same-origin" };

type Props = { params: Promise<{ token: string }> };

export default async function InvitePage({ params }: Props) {
  const { token } = await params;
  const { people, access } = services();
  const invitation = await people.readInvitation(token, await requestCaller());
  if (invitation.state !== "open") {
    return (
      <DeadLink
        state={invitation.state}
        what="The invitation"
        next="Ask whoever invited you for a new link."
      />
    );
  }
  const actor = await requestActor();
  const account = actor === null ? null : await access.account(actor);
  const known = actor === null ? [] : await people.workspaces(actor);
  return (
    <InviteForms
      token={token}
      invitation={invitation}
      signedInAs={account === null ? null : { name: account.name, email: account.email }}
      member={known.some(({ id }) => id === invitation.workspaceId)}
    />
  );
}
