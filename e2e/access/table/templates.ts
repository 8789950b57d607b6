import { action, builders, everyone } from "../lines.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";
import { drawings } from "../things-flows.ts";

const build = { may: builders, stranger: "nothing", writes: true } as const;
const values = { parameters: {}, connections: {} };

const kept = async ({ stage }: { stage: Stage }) => ({ id: await stage.template() });

/** Templates: used, kept, carried about. */
export const templateLines = [
  action("templates/actions.ts#createFromTemplate", build, async (given) => ({
    ...{ ...(await kept(given)), name: newName("From a template"), folder: "", values },
  })),
  action("templates/actions.ts#fillSteps", { ...build, writes: false }, async (given) => ({
    ...{ ...(await kept(given)), values },
  })),
  action("templates/actions.ts#saveTemplate", { ...build, stranger: "own" }, () => ({
    ...{ name: newName("Template"), summary: "", category: "chat", scope: "flow", asked: [] },
    document: drawings.manual(),
  })),
  action(
    "templates/actions.ts#importTemplate",
    { ...build, stranger: "own" },
    async ({ stage }) => ({
      text: await stage.templateFile(),
    }),
  ),
  action(
    "templates/actions.ts#exportTemplate",
    { may: everyone, stranger: "nothing", writes: false },
    async (given) => await kept(given),
  ),
  action("templates/actions.ts#removeTemplate", build, async (given) => await kept(given)),
];
