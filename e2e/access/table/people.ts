import type { Ask } from "../cell.ts";
import { action, admins, everyone, owners, refusal } from "../lines.ts";
import { password } from "../people.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";
import { secondFactorOf } from "./account.ts";

const manage = { may: admins, stranger: "nothing", writes: true } as const;

const newMember = async (stage: Stage) => ({
  userId: (await stage.person("viewer", stage.workspaceId)).userId,
});

/** An admin manages everybody but owners. */
const anOwner = (more: object = {}) =>
  refusal(
    "an admin, to an owner",
    ["not_permitted"],
    async (stage): Promise<Ask> => {
      const { userId } = await stage.person("owner", stage.workspaceId);
      return { kind: "action", input: { userId, ...more } };
    },
    ({ byRole }) => byRole.admin,
  );

/** Members, and those who are invited. */
export const peopleLines = [
  action("people/actions.ts#invite", { ...manage, stranger: "own" }, () => ({
    ...{ role: "viewer", email: "", note: newName("Note") },
  })),
  action("people/actions.ts#inviteAgain", manage, async ({ stage }) => ({
    ...{ id: (await stage.invitation()).id, way: "link" },
  })),
  action("people/actions.ts#revokeInvitation", manage, async ({ stage }) => ({
    id: (await stage.invitation()).id,
  })),
  action(
    "people/actions.ts#changeRole",
    manage,
    async ({ stage }) => ({ ...(await newMember(stage)), role: "operator" }),
    [anOwner({ role: "viewer" })],
  ),
  action("people/actions.ts#removeMember", manage, ({ stage }) => newMember(stage), [anOwner()]),
  action("people/actions.ts#resetLink", manage, ({ stage }) => newMember(stage), [anOwner()]),
  action(
    "people/actions.ts#resetSecondFactor",
    manage,
    async ({ stage }) => {
      const member = await stage.person("viewer", stage.workspaceId);
      await secondFactorOf(stage, member);
      return { userId: member.userId };
    },
    [anOwner()],
  ),
  action("people/actions.ts#transferOwnership", { ...manage, may: owners }, async ({ stage }) => ({
    ...{ ...(await newMember(stage)), password, stay: true },
  })),
  // Whoever has the link may join: here into a workspace that nobody is in yet.
  action(
    "invite/[token]/actions.ts#join",
    { may: everyone, stranger: "own", writes: true, fresh: "person", self: true },
    async ({ stage }) => {
      const host = await stage.person("owner", await stage.workspace());
      const { token } = await stage.house.services.people.invite(host, {
        ...{ role: "viewer", email: "", note: "" },
      });
      return { token };
    },
  ),
];
