import type { Ask } from "../cell.ts";
import { action, admins, keepers, owners, refusal } from "../lines.ts";
import { newName, smallImage } from "../things.ts";

const manage = { may: admins, stranger: "own", writes: true } as const;
const one = { ...manage, stranger: "nothing" } as const;
let days = 100;

/** Settings, variables, keys and the audit log. */
export const workspaceLines = [
  action("settings/actions.ts#changeSettings", manage, () => ({ chatName: newName("Chat") })),
  action("settings/actions.ts#setLogo", manage, () => ({ base64: smallImage })),
  action("settings/actions.ts#removeLogo", manage, async ({ stage }) => {
    await stage.logo();
    return {};
  }),
  action(
    "settings/actions.ts#deleteWorkspace",
    { ...manage, may: owners, fresh: "workspace" },
    async ({ stage, me }) => {
      // Nobody deletes the only workspace that they are in.
      await stage.member(me.userId, "viewer", await stage.workspace());
      return { name: "Works" };
    },
  ),
  action("settings/variables/actions.ts#createVariable", manage, () => ({
    ...{ name: newName("made").replace(" ", "_"), note: "", secret: true, value: "a secret value" },
  })),
  action("settings/variables/actions.ts#changeVariable", one, async ({ stage }) => ({
    ...{ id: await stage.variable(), value: "2" },
  })),
  action("settings/variables/actions.ts#removeVariable", one, async ({ stage }) => ({
    id: await stage.variable(),
  })),
  action(
    "api-keys/actions.ts#createKey",
    { ...manage, may: keepers },
    () => ({ name: newName("Made"), scopes: ["runs:read"], days: 30 }),
    [
      refusal(
        "an operator, to change flows",
        ["not_permitted"],
        (): Ask => ({
          kind: "action",
          input: { name: "More than allowed", scopes: ["flows:write"], days: 30 },
        }),
        ({ byRole }) => byRole.operator,
      ),
    ],
  ),
  action(
    "api-keys/actions.ts#revokeKey",
    { ...one, may: keepers },
    async ({ stage, me }) => ({ id: (await stage.key(me, ["runs:read"])).id }),
    [
      refusal(
        "an editor, the key of an owner",
        ["not_found"],
        async (stage): Promise<Ask> => ({
          kind: "action",
          input: { id: (await stage.key(stage.owner, ["runs:read"])).id },
        }),
        ({ byRole }) => byRole.editor,
      ),
    ],
  ),
  action("audit/actions.ts#setRetention", manage, () => ({ days: days++ })),
  action("audit/actions.ts#setStream", manage, () => ({
    url: `https://${newName("entries").replace(" ", "-")}.example.com/`,
  })),
  action("audit/actions.ts#renewStreamSecret", manage, async ({ stage }) => {
    await stage.stream();
    return {};
  }),
  action("audit/actions.ts#retryStream", manage, async ({ stage }) => {
    await stage.stream();
    return {};
  }),
  action("audit/actions.ts#removeStream", manage, async ({ stage }) => {
    await stage.stream();
    return {};
  }),
];
