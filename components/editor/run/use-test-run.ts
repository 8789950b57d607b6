"use client";
import { useEffect } from "react";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { beginPreview } from "../chat/previews.ts";
import type { EditorServer, GivenValues } from "../store/contract.ts";
import {
  useEditor,
  useEditorActions,
  useEditorServer,
  useEditorStore,
} from "../store/editor-context.tsx";
import { readLatestSteps } from "./read-latest-steps.ts";
import { chosenTrigger, readPayload, typedPayload, useTestInput } from "./test-payload.ts";
import { unwatchRun, useWatch, watchRun } from "./watch-run.ts";

export type StartTest = {
  /** Runs a chat flow without a conversation; by default the chat preview opens instead. */
  evenChat?: boolean;
};

type Request = Omit<Parameters<EditorServer["startTest"]>[0], "flowId">;

type Beginning = { triggerNodeId?: string; payload?: Json };

export type TestRun = {
  /** A test is being started or under way. */
  busy: boolean;
  /**
   * Saves the draft, starts a test with the input of the run panel, and shows it on the canvas as it
   * happens.
   */
  start(options?: StartTest): Promise<"started" | "bad-input" | "not-started">;
  /**
   * Runs one step with what came before it in the newest test; without one, with pinned outputs and
   * samples. For what writes to a visitor, a conversation in the chat preview begins instead.
   */
  testStep(nodeId: string): Promise<void>;
  /** The same for one of the step's actions, in place of its usual work. */
  act(nodeId: string, action: string): Promise<void>;
  /** The same for a step and everything after it. */
  runFrom(nodeId: string): Promise<void>;
  cancel(): Promise<void>;
};

const unreachable = { message: "The server cannot be reached.", next: "Try again in a moment." };
const notSaved = {
  title: "The flow could not be saved, so it was not run.",
  detail: "See the saving state at the top.",
  tone: "bad",
} as const;

let users = 0;

/** Starting, watching and cancelling test runs. */
export function useTestRun(): TestRun {
  const actions = useEditorActions();
  const server = useEditorServer();
  const store = useEditorStore();
  const starting = useWatch((state) => state.starting);
  const running = useEditor(
    ({ overlay, mode }) => mode === "edit" && overlay?.run.state === "running",
  );
  const flowId = useEditor((state) => state.flowId);

  useEffect(() => {
    users++;
    return () => {
      users--;
      if (users === 0) unwatchRun();
    };
  }, []);

  const start: TestRun["start"] = async ({ evenChat = false } = {}) => {
    const request = fromTrigger(evenChat);
    return typeof request === "string" ? request : send(request);
  };

  /** Saves, starts, and shows what happens. */
  async function send(request: Request): Promise<"started" | "not-started"> {
    if (useWatch.getState().starting) return "not-started";
    useWatch.setState({ starting: true });
    actions.setBottomPanel("run");
    try {
      if (!(await actions.flush())) {
        toast(notSaved);
        return "not-started";
      }
      const started = await server.startTest({ flowId, ...request });
      if (!started.ok) {
        toastError(started.error);
        return "not-started";
      }
      watchRun(started.value.runId, flowId, store);
      return "started";
    } catch {
      toastError(unreachable);
      return "not-started";
    } finally {
      useWatch.setState({ starting: false });
    }
  }

  /** The trigger to start at and what it delivers; or why there is nothing to run. */
  function fromTrigger(evenChat: boolean) {
    const input = useTestInput.getState();
    const { document, inspectedNodeId } = store.getState();
    const trigger = chosenTrigger(document, input.chosen[flowId], inspectedNodeId);
    if (trigger === undefined) {
      toast({ title: "Add a trigger first: that is where a flow starts." });
      return "not-started" as const;
    }
    const typed = typedPayload(input, flowId, trigger.id);
    const isChat = definitionOf(trigger.type)?.trigger === "chat";
    if (isChat && typed === undefined && !evenChat) {
      // Its questions need somebody who answers.
      actions.setBottomPanel("chat");
      return "not-started" as const;
    }
    const payload = readPayload(typed, trigger);
    if (payload === undefined) {
      actions.setBottomPanel("run");
      toast({ title: "The test input is not valid JSON.", tone: "bad" });
      return "bad-input" as const;
    }
    return { triggerNodeId: trigger.id, payload };
  }

  async function continueFrom(
    nodeId: string,
    onlyThisStep: boolean,
    action?: string,
  ): Promise<void> {
    const { stepValues, talksToVisitor } = await import("./step-values.ts");
    if (talksToVisitor(store.getState().document, nodeId, onlyThisStep)) {
      await talk(nodeId);
      return;
    }
    const { runId, steps } = await earlierRun();
    const start: Beginning | string = runId === null ? fromTrigger(true) : {};
    if (typeof start === "string") return;
    const { document, latestSteps: latest } = store.getState();
    const { payload } = start;
    const { given, missing } = stepValues(document, nodeId, { latest, steps, payload });
    if (missing.length > 0) {
      toast({
        title: `This step needs ${new Intl.ListFormat("en").format(missing)}, which has no value yet.`,
        detail: "Run the flow up to there once, or pin an output that has it.",
        tone: "bad",
      });
      return;
    }
    const from = {
      ...{ nodeId, onlyThisStep },
      ...(action === undefined ? {} : { action }),
      ...(runId === null ? {} : { runId }),
      ...(isEmpty(given) ? {} : { given }),
    };
    await send({ ...start, from });
  }

  /** What writes to a visitor is tried in a conversation, from its beginning. */
  async function talk(nodeId: string): Promise<void> {
    const { document } = store.getState();
    const name = document.nodes.find(({ id }) => id === nodeId)?.name ?? "";
    if (!document.nodes.some(({ type }) => definitionOf(type)?.trigger === "chat")) {
      toast({
        title: `From “${name}” on, the flow talks to a visitor, and nothing starts a conversation.`,
        detail: "Add the trigger “Chat message” and connect it.",
      });
      return;
    }
    if (!(await actions.flush())) {
      toast(notSaved);
      return;
    }
    const preview = await beginPreview(server, flowId).catch(() => null);
    if (preview === null) toastError(unreachable);
    else if (!preview.ok) toastError(preview.error);
    else {
      actions.setOverlay(null);
      actions.setBottomPanel("chat");
      toast({
        title: `From “${name}” on, the flow talks to a visitor: be that visitor.`,
        detail: "A new conversation is open in the chat preview. Write there to reach the step.",
      });
    }
  }

  /** The test to go on from: the one on the canvas, else the newest. */
  async function earlierRun(): Promise<{ runId: string | null; steps: readonly StepView[] }> {
    const { overlay } = store.getState();
    if (overlay?.run.mode === "test") return { runId: overlay.run.id, steps: overlay.steps };
    return readLatestSteps(flowId).catch(() => ({ runId: null, steps: [] }));
  }

  return {
    busy: starting || running,
    start,
    testStep: (nodeId) => continueFrom(nodeId, true),
    act: (nodeId, action) => continueFrom(nodeId, true, action),
    runFrom: (nodeId) => continueFrom(nodeId, false),
    async cancel() {
      const runId = store.getState().overlay?.run.id;
      if (runId === undefined) return;
      const canceled = await server.cancelRun({ runId });
      if (!canceled.ok) toastError(canceled.error);
    },
  };
}

function isEmpty({ trigger, nodes, vars }: GivenValues): boolean {
  return trigger === undefined && Object.keys(nodes).length + Object.keys(vars).length === 0;
}
