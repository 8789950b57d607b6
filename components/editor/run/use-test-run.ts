"use client";
import { useEffect } from "react";
import { create } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { toast, toastError } from "#components/ui/toast.tsx";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { RunEvent, StepView } from "#lib/runs/events.ts";
import type { EditorStore } from "../store/contract.ts";
import {
  useEditor,
  useEditorActions,
  useEditorServer,
  useEditorStore,
} from "../store/editor-context.tsx";
import { chosenTrigger, readPayload, typedPayload, useTestInput } from "./test-payload.ts";

export type StartTest = {
  /** Continue from a step of an earlier run: steps before it keep their outputs. */
  from?: { runId: string; nodeId: string; onlyThisStep: boolean };
  /** Runs a chat flow without a conversation; by default the chat preview opens instead. */
  evenChat?: boolean;
};

export type TestRun = {
  /** A test is being started or under way. */
  busy: boolean;
  /**
   * Saves the draft, starts a test with the input of the run panel, and shows it on the canvas as it
   * happens.
   */
  start(options?: StartTest): Promise<"started" | "bad-input" | "not-started">;
  /** Runs one step with what came before it in the newest test. */
  testStep(nodeId: string): Promise<void>;
  /** Runs a step and everything after it, with what came before it in the newest test. */
  runFrom(nodeId: string): Promise<void>;
  cancel(): Promise<void>;
};

// One test at a time, whichever part of the editor started it.
const useWatch = create<{ runId: string | null; starting: boolean }>(() => ({
  runId: null,
  starting: false,
}));
let source: EventSource | undefined;
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
      if (users === 0) unwatch();
    };
  }, []);

  const start: TestRun["start"] = async ({ from, evenChat = false } = {}) => {
    if (useWatch.getState().starting) return "not-started";
    const request = from === undefined ? fromTrigger(evenChat) : { from };
    if (typeof request === "string") return request;
    useWatch.setState({ starting: true });
    actions.setBottomPanel("run");
    try {
      if (!(await actions.flush())) {
        toast({
          title: "The flow could not be saved, so it was not run.",
          detail: "See the saving state at the top.",
          tone: "bad",
        });
        return "not-started";
      }
      const started = await server.startTest({ flowId, ...request });
      if (!started.ok) {
        toastError(started.error);
        return "not-started";
      }
      watch(started.value.runId, flowId, store);
      return "started";
    } catch {
      toastError({ message: "The server cannot be reached.", next: "Try again in a moment." });
      return "not-started";
    } finally {
      useWatch.setState({ starting: false });
    }
  };

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

  async function continueFrom(nodeId: string, onlyThisStep: boolean): Promise<void> {
    const watched = store.getState().overlay?.run;
    const runId = watched?.mode === "test" ? watched.id : await newestTest(flowId);
    if (runId !== null) {
      await start({ from: { runId, nodeId, onlyThisStep } });
      return;
    }
    toast({
      title: "Run the whole flow once first.",
      detail: "The steps before this one need outputs to build on. You can also pin them.",
    });
  }

  return {
    busy: starting || running,
    start,
    testStep: (nodeId) => continueFrom(nodeId, true),
    runFrom: (nodeId) => continueFrom(nodeId, false),
    async cancel() {
      const runId = store.getState().overlay?.run.id;
      if (runId === undefined) return;
      const canceled = await server.cancelRun({ runId });
      if (!canceled.ok) toastError(canceled.error);
    },
  };
}

async function newestTest(flowId: string): Promise<string | null> {
  const { runId } = await readLatestSteps(flowId).catch(() => ({ runId: null }));
  return runId;
}

/** The newest test run's steps, from the server. */
export function readLatestSteps(
  flowId: string,
): Promise<{ runId: string | null; steps: StepView[] }> {
  return fetchJson(`/api/ui/flows/${encodeURIComponent(flowId)}/steps`);
}

/** Follows a run. The stream begins with the run so far, so a reconnect misses nothing. */
function watch(runId: string, flowId: string, store: StoreApi<EditorStore>): void {
  unwatch();
  const { actions } = store.getState();
  const opened = new EventSource(`/api/events/runs/${encodeURIComponent(runId)}`);
  source = opened;
  useWatch.setState({ runId });
  opened.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as RunEvent; // our own server's event
    // Somebody may look at another run by now, such as the chat preview's.
    const watched = store.getState().overlay?.run.id === runId;
    if (watched || event.type === "run") actions.applyRunEvent(event);
    const ended =
      event.type === "finished" || (event.type === "run" && event.run.finishedAt !== null);
    if (!ended) return;
    if (source === opened) unwatch();
    else opened.close();
    void readLatestSteps(flowId)
      .then(({ steps }) => actions.setLatestSteps(steps))
      .catch(() => {}); // the picker then keeps what the events brought
  };
}

function unwatch(): void {
  source?.close();
  source = undefined;
  useWatch.setState({ runId: null });
}
