import { action, admins, builders, keepers, operators } from "../lines.ts";
import { newName } from "../things.ts";

const operate = { may: operators, stranger: "own", writes: true } as const;
let retentionDays = 40;

/** Runs one by one, all of them, and the conversations that they are had in. */
export const runLines = [
  action(
    "runs/actions.ts#rerun",
    { may: builders, stranger: "nothing", writes: true },
    async ({ stage }) => ({ runId: (await stage.run()).runId }),
  ),
  action(
    "runs/actions.ts#cancelRun",
    { may: keepers, stranger: "nothing", writes: true },
    async ({ stage }) => ({ runId: (await stage.run("waiting")).runId }),
  ),
  action("queue/actions.ts#pauseRuns", operate, async ({ stage }) => {
    await stage.house.services.operations.resume(stage.owner);
    return {};
  }),
  action("queue/actions.ts#resumeRuns", operate, async ({ stage }) => {
    await stage.house.services.operations.pause(stage.owner);
    return {};
  }),
  action("queue/actions.ts#setLimits", { ...operate, may: admins }, () => ({
    ...{ maxRunning: 100, maxQueued: 1_000, retentionDays: retentionDays++ },
    ...{ storageMb: 500, fileDays: 20 },
  })),
  action("queue/actions.ts#cancelFlow", { ...operate, stranger: "nothing" }, async ({ stage }) => ({
    flowId: (await stage.run("waiting")).flowId,
  })),
  action("queue/actions.ts#redrive", { ...operate, stranger: "nothing" }, async ({ stage }) => ({
    which: { runIds: [(await stage.deadLetter()).runId] },
  })),
  action("queue/actions.ts#dismiss", { ...operate, stranger: "nothing" }, async ({ stage }) => ({
    which: { runIds: [(await stage.deadLetter()).runId] },
  })),
  action(
    "connections/circuit-actions.ts#closeCircuit",
    { ...operate, stranger: "nothing" },
    async ({ stage }) => ({
      circuitId: await stage.circuit(),
    }),
  ),
];

const talk = { may: keepers, stranger: "nothing", writes: true } as const;

export const conversationLines = [
  action("conversations/actions.ts#takeOver", talk, async ({ stage }) => ({
    conversationId: (await stage.conversation()).conversationId,
  })),
  action("conversations/actions.ts#handBack", talk, async ({ stage, me }) => ({
    conversationId: (await stage.parked(me)).conversationId,
  })),
  action("conversations/actions.ts#closeConversation", talk, async ({ stage }) => ({
    conversationId: (await stage.conversation()).conversationId,
  })),
  action("conversations/actions.ts#removeConversation", talk, async ({ stage }) => ({
    conversationId: (await stage.conversation()).conversationId,
  })),
  action("conversations/actions.ts#answer", talk, async ({ stage, me }) => ({
    conversationId: (await stage.parked(me)).conversationId,
    ...{ clientId: newName("answer"), text: "Good day" },
  })),
];
