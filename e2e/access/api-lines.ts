import { type Scope, scopeNames } from "#lib/access/api-keys/scopes.ts";
import type { Role } from "#lib/access/contract.ts";
import type { Ask, Cell, Expected, Line } from "./cell.ts";
import { notFound } from "./lines.ts";
import { sharedOnStage } from "./shared.ts";
import { roles, type Stage } from "./stage.ts";

export type ApiTable = {
  may: readonly Role[];
  /** Each of them is enough. */
  scopes: readonly Scope[];
  stranger: "nothing" | "own";
  writes: boolean;
};

/** What is asked for, below /api/v1. */
export type Made = { path: string; body?: object };

/** An endpoint of the API: by the maker's role, by scope, without a good key, with a foreign one. */
export function apiLine(
  name: string,
  { may, scopes, stranger, writes }: ApiTable,
  make: (stage: Stage) => Made | Promise<Made>,
): Line {
  const method = name.split(" ", 1)[0] ?? "";
  const sharedMade = sharedOnStage(make);
  const done: Expected = { is: "done", writes };
  const refused = (...codes: string[]): Expected => ({ is: "refused", codes });
  const cell = (
    column: string,
    expected: Expected,
    keyOf: (keys: Keys) => string | undefined,
  ): Cell => ({
    ...{ column, expected },
    async prepare(stage, anew) {
      const { made: keys } = await keysOf(stage);
      const { made, shared } =
        expected.is === "done"
          ? { made: await make(stage), shared: false }
          : await sharedMade(stage, anew);
      return { who: null, ask: askFor(method, made, keyOf(keys)), shared };
    },
  });
  const cells = [
    cell("no key", refused("invalid_token"), () => undefined),
    cell("a key of nobody", refused("invalid_token"), () => "pbk_nobody"),
    cell("a revoked key", refused("invalid_token"), ({ revoked }) => revoked),
    cell(
      "a key of another workspace",
      stranger === "own" ? { is: "apart" } : refused(...notFound),
      ({ foreign }) => foreign,
    ),
    ...roles.map((role) =>
      cell(`a key of a ${role}`, may.includes(role) ? done : refused("not_permitted"), ({ of }) =>
        of.get(role),
      ),
    ),
    ...scopeNames.map((scope) =>
      cell(
        `an owner's key for ${scope}`,
        scopes.includes(scope) ? done : refused("not_permitted"),
        ({ of }) => of.get(scope),
      ),
    ),
  ];
  // Who may not comes first, as everywhere.
  return {
    name,
    cells: [
      ...cells.filter(({ expected }) => expected.is !== "done"),
      ...cells.filter(({ expected }) => expected.is === "done"),
    ],
  };
}

function askFor(method: string, { path, body }: Made, key: string | undefined): Ask {
  return {
    ...{ kind: "http", method, path: `/api/v1${path}` },
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

type Keys = { of: ReadonlyMap<Role | Scope, string>; revoked: string; foreign: string };
const keysOf = sharedOnStage(makeKeys);

async function makeKeys(stage: Stage): Promise<Keys> {
  const { house, owner, stranger, workspaceId } = stage;
  const of = new Map<Role | Scope, string>();
  for (const scope of scopeNames) of.set(scope, (await stage.key(owner, [scope])).key);
  for (const role of roles) {
    // Made when its maker was an owner: what counts is the role of now.
    const maker = await stage.person("owner", workspaceId);
    of.set(role, (await stage.key(maker, [...scopeNames])).key);
    const { userId } = maker;
    await house.prisma.membership.updateMany({ where: { workspaceId, userId }, data: { role } });
  }
  const ended = await stage.key(owner, [...scopeNames]);
  await house.services.apiKeys.revoke(owner, ended.id);
  return { of, revoked: ended.key, foreign: (await stage.key(stranger, [...scopeNames])).key };
}
