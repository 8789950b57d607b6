import { useEffect } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { NewerDraft } from "#lib/flow-store/contract.ts";
import { useEditorStore } from "./store/editor-context.tsx";

/** How often a page that is looked at asks what others saved, in ms. */
const everyMs = 15_000;

/**
 * Learns of what others save, and other tabs: every 15 s while the page is visible, and at once when
 * somebody comes back to it. A question that finds no answer is asked again with the next one.
 */
export function useFollowDraft(): void {
  const store = useEditorStore();
  useEffect(() => {
    if (store.getState().mode !== "edit") return;
    const stopped = new AbortController();
    let asking = false;
    const ask = async () => {
      if (asking || document.visibilityState !== "visible") return;
      asking = true;
      try {
        const { flowId, revision, save, actions } = store.getState();
        const known = save.kind === "conflict" ? save.revision : revision;
        const { newer } = await fetchJson<{ newer: NewerDraft | null }>(
          `/api/ui/flows/${encodeURIComponent(flowId)}/draft?after=${known}`,
          stopped.signal,
        );
        if (newer !== null && !stopped.signal.aborted) actions.learn(newer);
      } catch {
        // Offline, or the page is going: what is unsaved says so by itself.
      } finally {
        asking = false;
      }
    };
    const onReturn = () => void ask();
    const timer = setInterval(onReturn, everyMs);
    window.addEventListener("focus", onReturn);
    document.addEventListener("visibilitychange", onReturn);
    return () => {
      stopped.abort();
      clearInterval(timer);
      window.removeEventListener("focus", onReturn);
      document.removeEventListener("visibilitychange", onReturn);
    };
  }, [store]);
}
