import type { StoreApi } from "zustand/vanilla";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { RunEvent, RunView, StepView } from "#lib/runs/events.ts";
import { gatherByFrame } from "../run/gather-by-frame.ts";
import type { EditorStore } from "../store/contract.ts";

type ConversationEvent = RunEvent & { runId: string };

/**
 * Shows on the canvas what the runs of a conversation do, so that a visitor's turn lights up its
 * path. The newest run counts: an older one that ends late does not take its place. Returns what
 * stops it.
 */
export function watchConversation(
  conversationId: string,
  store: StoreApi<EditorStore>,
): () => void {
  const { actions } = store.getState();
  const source = new EventSource(`/api/events/conversations/${encodeURIComponent(conversationId)}`);
  let newest: { runId: string; startedAt: string } | undefined;

  const gathering = gatherByFrame<ConversationEvent>((events) => {
    let shown = store.getState().overlay?.run.id;
    let missed: string | undefined;
    const fitting: RunEvent[] = [];
    for (const event of events) {
      if (event.type === "run" && (newest === undefined || event.run.startedAt >= newest.startedAt))
        newest = { runId: event.runId, startedAt: event.run.startedAt };
      newest ??= { runId: event.runId, startedAt: "" };
      if (event.runId !== newest.runId) continue;
      if (event.type === "run") shown = event.runId;
      if (shown === event.runId) fitting.push(event);
      else missed = event.runId;
    }
    if (fitting.length > 0) actions.applyRunEvents(fitting);
    // Another run was looked at meanwhile, or the first event was missed: take the whole run.
    if (missed !== undefined && missed !== shown) void showWhole(missed);
  });

  async function showWhole(runId: string): Promise<void> {
    try {
      const whole = await fetchJson<{ run: RunView; steps: StepView[] }>(`/api/ui/runs/${runId}`);
      actions.applyRunEvents([{ type: "run", ...whole }]);
    } catch {
      // The next event tries again.
    }
  }

  source.onmessage = (message: MessageEvent<string>) => {
    gathering.add(JSON.parse(message.data) as ConversationEvent); // our own server's event
  };
  return () => {
    source.close();
    gathering.drop();
  };
}
