import type { StoreApi } from "zustand/vanilla";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { RunEvent, RunView, StepView } from "#lib/runs/events.ts";
import type { EditorStore } from "../store/contract.ts";

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
  source.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as RunEvent & { runId: string }; // our own server's event
    if (event.type === "run" && (newest === undefined || event.run.startedAt >= newest.startedAt)) {
      newest = { runId: event.runId, startedAt: event.run.startedAt };
    }
    newest ??= { runId: event.runId, startedAt: "" };
    if (event.runId !== newest.runId) return;
    if (event.type === "run" || store.getState().overlay?.run.id === event.runId) {
      actions.applyRunEvent(event);
    } else {
      // Another run was looked at meanwhile, or the first event was missed: take the whole run.
      void fetchJson<{ run: RunView; steps: StepView[] }>(`/api/ui/runs/${event.runId}`)
        .then((whole) => actions.applyRunEvent({ type: "run", ...whole }))
        .catch(() => {}); // the next event tries again
    }
  };
  return () => source.close();
}
