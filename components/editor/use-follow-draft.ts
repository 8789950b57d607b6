import { useEffect } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import type { LiveState, NewerDraft } from "#lib/flow-store/contract.ts";
import { useEditorStore } from "./store/editor-context.tsx";

/** How often a page that is looked at asks what others saved, in ms. */
const everyMs = 15_000;

/**
 * Learns of what others save and publish, and other tabs: every 15 s while the page is visible, and at once when
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
        const { flowId, revision, save, actions, liveVersion } = store.getState();
        const known = save.kind === "conflict" ? save.revision : revision;
        const { newer, live } = await fetchJson<{ newer: NewerDraft | null; live: LiveState }>(
          `/api/ui/flows/${encodeURIComponent(flowId)}/draft?after=${known}`,
          stopped.signal,
        );
        if (stopped.signal.aborted) return;
        if (newer !== null) actions.learn(newer);
        // Published from here while the question was under way: the answer is older than that.
        if (store.getState().liveVersion === liveVersion) actions.learnLive(live);
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
