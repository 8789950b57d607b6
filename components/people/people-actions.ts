import type { ActionResult } from "#lib/access/action-result.ts";
import type { GivenRole, InvitationWay, NewInvitation } from "#lib/access/people/contract.ts";

/** The server's side of the people page, handed in by the page as server actions. */
export type PeopleActions = {
  /** No link: it was mailed. */
  invite(input: NewInvitation): Promise<ActionResult<{ link: string | null }>>;
  inviteAgain(input: {
    id: string;
    way: InvitationWay;
  }): Promise<ActionResult<{ link: string | null }>>;
  revokeInvitation(input: { id: string }): Promise<ActionResult<null>>;
  changeRole(input: { userId: string; role: GivenRole }): Promise<ActionResult<null>>;
  remove(input: { userId: string }): Promise<ActionResult<null>>;
  resetLink(input: { userId: string }): Promise<ActionResult<{ link: string }>>;
  resetSecondFactor(input: { userId: string }): Promise<ActionResult<null>>;
  transfer(input: { userId: string; password: string; stay: boolean }): Promise<ActionResult<null>>;
};
