import type { Ask } from "../cell.ts";
import { forAnybody, refusal } from "../lines.ts";
import { password } from "../people.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";
import { secondFactorOf } from "./account.ts";

const email = () => `${newName("new").replace(" ", "-")}@example.com`;
const somebody = (stage: Stage) => stage.person("viewer", stage.workspaceId);
const act = (input: object): Ask => ({ kind: "action", input });

/** The ticket for the second step of somebody's sign-in. */
async function ticketOf({ house }: Stage, who: { email: string; userAgent: string }) {
  const caller = { ip: "127.0.0.1", userAgent: who.userAgent, requestId: "access" };
  const refused: unknown = await house.services.access
    .signIn({ email: who.email, password }, caller)
    .catch((error: unknown) => error);
  const { details } = refused as { details?: { ticket?: string } }; /* second_factor_required */
  return details?.ticket ?? "";
}

/** What is there for whoever is not signed in yet. */
export const signInLines = [
  forAnybody(
    "sign-in/actions.ts#signIn",
    { writes: true },
    async ({ stage }) => act({ email: (await somebody(stage)).email, password }),
    [
      refusal(
        "a wrong password",
        ["wrong_credentials"],
        async (stage) => act({ email: (await somebody(stage)).email, password: "a wrong one" }),
        () => null,
        // The try is counted, and on record.
        ["users", "audit_entries"],
      ),
    ],
  ),
  forAnybody(
    "sign-in/actions.ts#signInWithCode",
    { writes: true },
    async ({ stage }) => {
      const who = await somebody(stage);
      const { recoveryCodes } = await secondFactorOf(stage, who);
      return act({ ticket: await ticketOf(stage, who), code: recoveryCodes[0] });
    },
    [
      refusal("a ticket of nobody", ["invalid_token"], () =>
        act({ ticket: "nobody", code: "123456" }),
      ),
    ],
  ),
  forAnybody("sign-in/actions.ts#startExternalSignIn", { writes: true }, () =>
    act({ provider: "github", next: "/flows" }),
  ),
  forAnybody("setup/actions.ts#createOwner", { refused: "already_set_up" }, () =>
    act({ name: "Second", email: email(), password, workspace: "Second", token: "" }),
  ),
  forAnybody("forgot/actions.ts#requestReset", { writes: true }, async ({ stage }) =>
    act({ email: (await somebody(stage)).email }),
  ),
  forAnybody(
    "reset/[token]/actions.ts#resetPassword",
    { writes: true },
    async ({ stage }) => {
      const { userId } = await somebody(stage);
      const { token } = await stage.house.services.people.resetLink(stage.owner, userId);
      return act({ token, password: `${password}, set anew` });
    },
    [refusal("a link of nobody", ["invalid_token"], () => act({ token: "nobody", password }))],
  ),
  forAnybody(
    "invite/[token]/actions.ts#joinAsNew",
    { writes: true },
    async ({ stage }) =>
      act({ token: (await stage.invitation()).token, name: "New", email: email(), password }),
    [
      refusal("a link of nobody", ["invalid_token"], () =>
        act({ token: "nobody", name: "New", email: email(), password }),
      ),
    ],
  ),
  forAnybody(
    "invite/[token]/actions.ts#joinWithPassword",
    { writes: true },
    async ({ stage }) => {
      const guest = await stage.person("owner", await stage.workspace());
      return act({ token: (await stage.invitation()).token, email: guest.email, password });
    },
    [
      refusal(
        "a wrong password",
        ["wrong_credentials"],
        async (stage) => {
          const guest = await stage.person("owner", await stage.workspace());
          const { token } = await stage.invitation();
          return act({ token, email: guest.email, password: "a wrong one" });
        },
        () => null,
        ["users", "audit_entries"],
      ),
    ],
  ),
];
