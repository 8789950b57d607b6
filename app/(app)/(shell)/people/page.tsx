import type { Metadata } from "next";
import { PeoplePage } from "#components/people/people-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import {
  changeRole,
  invite,
  inviteAgain,
  removeMember,
  resetLink,
  resetSecondFactor,
  revokeInvitation,
  transferOwnership,
} from "./actions.ts";

export const metadata: Metadata = { title: "People" };

export default async function People() {
  const actor = await pageActor("people.list");
  const canManage = isPermitted(actor.role, "people.manage");
  const { people, mailer } = services();
  const [members, invitations] = await Promise.all([
    people.members(actor),
    canManage ? people.invitations(actor) : [],
  ]);
  return (
    <PeoplePage
      reader={{ userId: actor.userId, role: actor.role }}
      canManage={canManage}
      sendsMail={mailer.configured}
      members={members}
      invitations={invitations}
      actions={{
        invite,
        inviteAgain,
        revokeInvitation,
        changeRole,
        remove: removeMember,
        resetLink,
        resetSecondFactor,
        transfer: transferOwnership,
      }}
    />
  );
}
