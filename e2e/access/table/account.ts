import { TOTP } from "otpauth";
import { action, admins, everyone, refusal } from "../lines.ts";
import { password } from "../people.ts";
import type { Person, Stage } from "../stage.ts";
import { newName } from "../things.ts";

const mine = { may: everyone, stranger: "own", writes: true, self: true } as const;
const once = { ...mine, fresh: "person" } as const;

/** Gives somebody a second factor. */
export async function secondFactorOf({ house }: Stage, me: Person) {
  const { secondFactors } = house.services;
  const { secret } = await secondFactors.begin(me);
  return await secondFactors.confirm(me, { code: new TOTP({ secret }).generate() });
}

/** One's own account: everybody's, and nobody else's. */
export const accountLines = [
  action("account/actions.ts#changePassword", once, () => ({
    ...{ current: password, next: `${password}, and another` },
  })),
  action(
    "account/actions.ts#revokeSession",
    { ...mine, stranger: "nothing" },
    async ({ stage, me }) => ({ idHash: (await stage.signedIn(me)).sessionIdHash }),
    [
      refusal(
        "a viewer, the session of an owner",
        ["not_found"],
        async (stage) => ({
          kind: "action",
          input: { idHash: (await stage.signedIn(stage.owner)).sessionIdHash },
        }),
        ({ byRole }) => byRole.viewer,
      ),
    ],
  ),
  action("account/actions.ts#revokeOtherSessions", once, async ({ stage, me }) => {
    await stage.signedIn(me);
    return {};
  }),
  action("account/actions.ts#rename", once, () => ({ name: newName("Somebody") })),
  action(
    "account/actions.ts#switchWorkspace",
    { ...once, stranger: "nothing" },
    async ({ stage, me }) => {
      const workspaceId = await stage.workspace();
      await stage.member(me.userId, "viewer", workspaceId);
      return { workspaceId };
    },
  ),
  action(
    "account/actions.ts#createWorkspace",
    { may: admins, stranger: "own", writes: true, fresh: "person" },
    () => ({ name: newName("Workspace") }),
  ),
  action("account/actions.ts#leaveWorkspace", once, () => ({})),
  action("account/actions.ts#signOut", once, () => ({})),
  action("account/second-factor-actions.ts#beginSecondFactor", once, () => ({})),
  action("account/second-factor-actions.ts#confirmSecondFactor", once, async ({ stage, me }) => {
    const { secret } = await stage.house.services.secondFactors.begin(me);
    return { code: new TOTP({ secret }).generate() };
  }),
  action("account/second-factor-actions.ts#turnOffSecondFactor", once, async ({ stage, me }) => {
    await secondFactorOf(stage, me);
    return { password };
  }),
  action("account/second-factor-actions.ts#renewRecoveryCodes", once, async ({ stage, me }) => {
    await secondFactorOf(stage, me);
    return { password };
  }),
];
