import type { Line } from "../cell.ts";
import { admins, everyone, forAnybody, keepers, page } from "../lines.ts";
import type { Stage } from "../stage.ts";

const all = { may: everyone, stranger: "own" } as const;
const one = { ...all, stranger: "nothing" } as const;
const few = { ...all, may: admins };

const shown = (path: (stage: Stage) => string | Promise<string>) =>
  [
    {},
    async ({ stage }: { stage: Stage }) => ({
      ...{ kind: "http" as const, method: "GET", path: await path(stage) },
    }),
  ] as const;

/** Those who are signed in already go on. */
function signInPage(): Line {
  const line = forAnybody("page /sign-in", { sent: "/" }, () => ({
    ...{ kind: "http", method: "GET", path: "/sign-in" },
  }));
  const cells = line.cells.map((cell) =>
    cell.column === "signed out"
      ? { ...cell, expected: { is: "done" as const, writes: false } }
      : cell,
  );
  return { ...line, cells };
}

/** Every page: shown, not there, or leading elsewhere. */
export const pageLines = [
  page("/account", { ...all, self: true }),
  page("/api-keys", { ...all, may: keepers }),
  page("/audit", few),
  page("/connections", all),
  page("/connections/alerts", few),
  page("/systems", all),
  page("/systems/[systemId]", one, async ({ stage }) => `/systems/${(await stage.system()).id}`),
  page("/conversations", all),
  page("/conversations/[conversationId]", one, async ({ stage }) => {
    return `/conversations/${(await stage.conversation()).conversationId}`;
  }),
  page("/flows", all),
  page("/flows/[flowId]", one, async ({ stage }) => `/flows/${(await stage.flow()).id}`),
  page("/flows/[flowId]/runs/[runId]", one, async ({ stage }) => {
    const { flowId, runId } = await stage.run();
    return `/flows/${flowId}/runs/${runId}`;
  }),
  page("/oauth/callback", few, () => "/oauth/callback?state=nobody&code=nothing"),
  page("/no-access", all),
  page("/people", all),
  page("/queue", all),
  page("/runs", all),
  page("/templates", all),
  page("/templates/[...id]", one, async ({ stage }) => `/templates/${await stage.template()}`),
  page("/settings", { ...few, elsewhere: "/settings/variables" }),
  page("/settings/variables", all),
  forAnybody("page /", { sent: "/flows" }, () => ({ kind: "http", method: "GET", path: "/" })),
  forAnybody("page /setup", { sent: "/sign-in" }, () => ({
    ...{ kind: "http", method: "GET", path: "/setup" },
  })),
  signInPage(),
  forAnybody("page /forgot", ...shown(() => "/forgot")),
  forAnybody(
    "page /invite/[token]",
    ...shown(async (stage) => `/invite/${(await stage.invitation()).token}`),
  ),
  forAnybody(
    "page /reset/[token]",
    ...shown(async ({ house, owner, person, workspaceId }) => {
      const { userId } = await person("viewer", workspaceId);
      return `/reset/${(await house.services.people.resetLink(owner, userId)).token}`;
    }),
  ),
  forAnybody(
    "page /chat/[slug]",
    ...shown(async (stage) => `/chat/${(await stage.liveFlow("chat")).slug}`),
  ),
];
