import { create } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { RunEvent } from "#lib/runs/events.ts";
import type { EditorStore } from "../store/contract.ts";
import { gatherByFrame } from "./gather-by-frame.ts";
import { readLatestSteps } from "./read-latest-steps.ts";

// One test at a time, whichever part of the editor started it.
export const useWatch = create<{ runId: string | null; starting: boolean }>(() => ({
  runId: null,
  starting: false,
}));
let stop: (() => void) | undefined;

/** Follows a run. The stream begins with the run so far, so a reconnect misses nothing. */
export function watchRun(runId: string, flowId: string, store: StoreApi<EditorStore>): void {
  unwatchRun();
  const { actions } = store.getState();
  const gathering = gatherByFrame<RunEvent>((events) => {
    // Somebody may look at another run by now, such as the chat preview's.
    const watched = store.getState().overlay?.run.id === runId;
    const first = watched ? 0 : events.findIndex(({ type }) => type === "run");
    if (first >= 0) actions.applyRunEvents(events.slice(first));
  });
  const source = new EventSource(`/api/events/runs/${encodeURIComponent(runId)}`);
  const stopThis = () => {
    source.close();
    gathering.drop();
  };
  stop = stopThis;
  useWatch.setState({ runId });
  source.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as RunEvent; // our own server's event
    gathering.add(event);
    // A run that only rests goes on in the same stream.
    if (event.type === "step" || event.run.finishedAt === null) return;
    gathering.flush();
    if (stop === stopThis) unwatchRun();
    else stopThis();
    void readLatestSteps(flowId)
      .then(({ steps }) => actions.setLatestSteps(steps))
      .catch(() => {}); // the picker then keeps what the events brought
  };
}

/** Follows no run any more. */
export function unwatchRun(): void {
  stop?.();
  stop = undefined;
  useWatch.setState({ runId: null });
}
