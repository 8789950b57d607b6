import type { Ask } from "../cell.ts";
import { action, admins, builders, refusal } from "../lines.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";
import { drawings } from "../things-flows.ts";

const build = { may: builders, stranger: "nothing", writes: true } as const;
const grant = { ...build, may: admins };

/** A flow that is for owners and admins alone. */
export async function limitedFlow({ house, owner, flow }: Stage) {
  const { id } = await flow();
  await house.services.flows.setGrants(owner, id, { limited: true, roles: [], people: [] });
  return id;
}

/** An editor, with a flow that is not theirs to see. */
const limited = (input: (flowId: string) => object) =>
  refusal(
    "an editor, a flow of few",
    ["not_found"],
    async (stage): Promise<Ask> => ({ kind: "action", input: input(await limitedFlow(stage)) }),
    ({ byRole }) => byRole.editor,
  );

const create = () => ({ name: newName("Flow"), starter: "empty", folder: "" });
const owned = ({ owner }: Stage) => owner;

/** The list of flows, and the editor. */
export const flowLines = [
  action("flows/actions.ts#createFlow", { ...build, stranger: "own" }, create, [
    refusal(
      "an owner, without an Origin",
      ["origin_refused"],
      () => ({ kind: "action", input: create(), origin: null }),
      owned,
    ),
    refusal(
      "an owner, from another site",
      ["origin_refused"],
      () => ({ kind: "action", input: create(), origin: "https://elsewhere.example.com" }),
      owned,
    ),
  ]),
  action(
    "flows/actions.ts#renameFlow",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id, name: newName("Renamed") }),
    [limited((flowId) => ({ flowId, name: "Renamed" }))],
  ),
  action("flows/actions.ts#organiseFlow", build, async ({ stage }) => ({
    ...{ flowId: (await stage.flow()).id, folder: newName("Folder"), tags: ["one"] },
  })),
  action(
    "flows/actions.ts#duplicateFlow",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id }),
    [limited((flowId) => ({ flowId }))],
  ),
  action(
    "flows/actions.ts#removeFlow",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id }),
    [limited((flowId) => ({ flowId }))],
  ),
  action("flows/actions.ts#restoreFlow", build, async ({ stage }) => {
    const { id } = await stage.flow();
    await stage.house.services.flows.remove(stage.owner, id);
    return { flowId: id };
  }),
  action(
    "flows/[flowId]/actions.ts#saveDraft",
    build,
    async ({ stage }) => {
      const { id, revision } = await stage.flow();
      return { flowId: id, baseRevision: revision, document: drawings.waiting() };
    },
    [
      limited((flowId) => ({ flowId, baseRevision: 1, document: drawings.waiting() })),
      refusal(
        "an editor, with a connection of few",
        ["connection_not_allowed"],
        async (stage): Promise<Ask> => {
          const { id, revision } = await stage.flow();
          const { id: connectionId } = await stage.connection({ grants: { roles: ["admin"] } });
          const document = drawings.request(connectionId);
          return { kind: "action", input: { flowId: id, baseRevision: revision, document } };
        },
        ({ byRole }) => byRole.editor,
      ),
    ],
  ),
  action(
    "flows/[flowId]/actions.ts#setAside",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id, document: drawings.waiting() }),
    [limited((flowId) => ({ flowId, document: drawings.waiting() }))],
  ),
  action(
    "flows/[flowId]/actions.ts#startTest",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id }),
    [limited((flowId) => ({ flowId }))],
  ),
  action("flows/[flowId]/actions.ts#cancelRun", build, async ({ stage }) => ({
    runId: (await stage.run("waiting")).runId,
  })),
  action("flows/[flowId]/actions.ts#rerun", build, async ({ stage }) => ({
    runId: (await stage.run()).runId,
  })),
  action(
    "flows/[flowId]/actions.ts#publish",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow()).id }),
    [limited((flowId) => ({ flowId }))],
  ),
  action("flows/[flowId]/actions.ts#unpublish", build, async ({ stage }) => ({
    flowId: (await stage.liveFlow()).id,
  })),
  action("flows/[flowId]/actions.ts#renameFlow", build, async ({ stage }) => ({
    ...{ flowId: (await stage.flow()).id, name: newName("Renamed") },
  })),
  action("flows/[flowId]/actions.ts#setSlug", build, async ({ stage }) => ({
    ...{ flowId: (await stage.flow()).id, slug: newName("slug").replace(" ", "-") },
  })),
  action(
    "flows/[flowId]/actions.ts#flowAccess",
    { ...grant, writes: false },
    async ({ stage }) => ({
      flowId: (await stage.flow()).id,
    }),
  ),
  action("flows/[flowId]/actions.ts#setFlowGrants", grant, async ({ stage }) => ({
    ...{ flowId: (await stage.flow()).id, limited: true, roles: ["editor"], people: [] },
  })),
  action(
    "flows/[flowId]/actions.ts#openPreview",
    build,
    async ({ stage }) => ({ flowId: (await stage.flow("chat")).id }),
    [limited((flowId) => ({ flowId }))],
  ),
];
