import type { Role } from "#lib/access/contract.ts";
import type { Ask, Cell, Expected, Line } from "./cell.ts";
import { sharedOnStage } from "./shared.ts";
import { type Person, roles, type Stage } from "./stage.ts";

/** What is there for somebody who asks for what another workspace has. */
export const notFound = ["not_found", "run_not_found", "conversation_not_found"];

export const everyone = roles;
export const admins = ["owner", "admin"] as const;
export const owners = ["owner"] as const;
export const builders = ["owner", "admin", "editor"] as const;
export const keepers = ["owner", "admin", "editor", "operator"] as const;
export const operators = ["owner", "admin", "operator"] as const;

/** Who asks in a cell, and whom others make things for: `me` is an owner where many cells share them. */
type Asking = { stage: Stage; me: Person };

export type Table = {
  may: readonly Role[];
  /**
   * What the owner of another workspace gets with this one's ids: `nothing` is found; `own`: there
   * are no ids, so it is about their own workspace.
   */
  stranger: "nothing" | "own";
  /** False for what only reads. */
  writes: boolean;
  /** Somebody new for every cell, because what is done ends them; or a whole workspace. */
  fresh?: "person" | "workspace";
  /** One's own account: also for who has to set up a second factor before anything else. */
  self?: true;
};

type Columns = {
  signedOut: Expected;
  /** For an owner who owes a second factor. */
  due: Expected;
  refused: Expected;
  stranger: Expected;
  done: Expected;
};

/** The cells of everybody who may be signed in or not. What denied cells ask for is made once. */
export function columnsOf(
  { may, fresh, self }: Pick<Table, "may" | "fresh" | "self">,
  { signedOut, due, refused, stranger, done }: Columns,
  make: (asking: Asking) => Promise<Ask>,
): Cell[] {
  const sharedAsk = sharedOnStage(async (stage) => {
    const { owner, workspaceId } = stage;
    return make({
      stage,
      me: fresh === undefined ? owner : await stage.person("owner", workspaceId),
    });
  });
  const cell = (column: string, expected: Expected, find: (stage: Stage) => Person | null) => ({
    ...{ column, expected },
    async prepare(stage: Stage, anew?: boolean) {
      const found = find(stage);
      const own = expected.is === "done" || (expected.is === "apart" && fresh !== undefined);
      if (!own || found === null) {
        const { made, shared } = await sharedAsk(stage, anew);
        return { who: found, ask: made, shared };
      }
      const who =
        fresh === undefined
          ? found
          : await stage.person(
              found.role,
              fresh === "workspace" ? await stage.workspace() : found.workspaceId,
            );
      return { who, ask: await make({ stage, me: who }) };
    },
  });
  const denied = roles.filter((role) => !may.includes(role));
  // Who may not comes first: nothing is under way yet that the others have set going.
  return [
    ...denied.map((role) => cell(role, refused, ({ byRole }) => byRole[role])),
    cell("signed out", signedOut, () => null),
    ...(self === true ? [] : [cell("who owes a second factor", due, (stage) => stage.due)]),
    cell("another workspace", stranger, (stage) => stage.stranger),
    ...may.map((role) => cell(role, done, ({ byRole }) => byRole[role])),
  ];
}

const refusedAs = (...codes: string[]): Expected => ({ is: "refused", codes });

/** A server action that somebody has to be signed in for. */
export function action(
  name: string,
  table: Table,
  input: (asking: Asking) => unknown | Promise<unknown>,
  /** Further cells: finer rules than a role's. */
  others: readonly Cell[] = [],
): Line {
  return {
    name,
    cells: [
      ...others,
      ...columnsOf(
        table,
        {
          signedOut: refusedAs("not_signed_in"),
          due: refusedAs("second_factor_due"),
          refused: refusedAs("not_permitted"),
          stranger: table.stranger === "own" ? { is: "apart" } : refusedAs(...notFound),
          done: { is: "done", writes: table.writes },
        },
        async (asking) => ({ kind: "action", input: await input(asking) }),
      ),
    ],
  };
}

/** What the pages read: `GET /api/ui/…`, and the live events. */
export function read(
  route: string,
  table: Omit<Table, "writes" | "fresh">,
  path: (asking: Asking) => string | Promise<string> = () => route.slice("GET ".length),
  others: readonly Cell[] = [],
): Line {
  return {
    name: route,
    cells: [
      ...others,
      ...columnsOf(
        table,
        {
          signedOut: refusedAs("not_signed_in"),
          due: refusedAs("second_factor_due"),
          refused: refusedAs("not_permitted"),
          stranger: table.stranger === "own" ? { is: "apart" } : refusedAs(...notFound),
          done: { is: "done", writes: false },
        },
        async (asking) => ({ kind: "http", method: "GET", path: await path(asking) }),
      ),
    ],
  };
}

/** A page for whoever is signed in. */
export function page(
  route: string,
  table: Omit<Table, "writes" | "fresh"> & {
    /** Where those who may not see it are led; default: the flows. */
    elsewhere?: string;
  },
  path: (asking: Asking) => string | Promise<string> = () => route,
): Line {
  return {
    name: `page ${route}`,
    cells: columnsOf(
      table,
      {
        signedOut: { is: "sent", to: "/sign-in" },
        due: { is: "sent", to: "/account" },
        refused: { is: "sent", to: table.elsewhere ?? "/no-access" },
        stranger: table.stranger === "own" ? { is: "apart" } : refusedAs("404"),
        done: { is: "done", writes: false },
      },
      async (asking) => ({ kind: "http", method: "GET", path: await path(asking) }),
    ),
  };
}

/** What needs nobody to be signed in: the same for every column. */
export function forAnybody(
  name: string,
  { writes = false, sent, refused }: { writes?: boolean; sent?: string; refused?: string },
  make: (asking: Asking) => Ask | Promise<Ask>,
  /** Further cells: what must be refused all the same. */
  others: readonly Cell[] = [],
): Line {
  const expected: Expected =
    refused !== undefined
      ? refusedAs(refused)
      : sent === undefined
        ? { is: "done", writes }
        : { is: "sent", to: sent };
  const columns: [string, (stage: Stage) => Person | null][] = [
    ["signed out", () => null],
    ["another workspace", ({ stranger }) => stranger],
    ...roles.map((role): [string, (stage: Stage) => Person] => [
      role,
      ({ byRole }) => byRole[role],
    ]),
  ];
  return {
    name,
    cells: [
      ...others,
      ...columns.map(([column, find]) => ({
        ...{ column, expected },
        prepare: async (stage: Stage) => ({
          who: find(stage),
          ask: await make({ stage, me: stage.owner }),
        }),
      })),
    ],
  };
}

/** A cell of its own: somebody, or nobody, who must be refused. */
export function refusal(
  column: string,
  codes: readonly string[],
  make: (stage: Stage) => Promise<Ask> | Ask,
  find: (stage: Stage) => Person | null = () => null,
  /** Tables that rightly take note of it. */
  notes: readonly string[] = [],
): Cell {
  return {
    ...{ column, expected: { is: "refused", codes, notes } },
    prepare: async (stage) => ({ who: find(stage), ask: await make(stage) }),
  };
}
