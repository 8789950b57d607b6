import { useState } from "react";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { Problem } from "#lib/flow/problem.ts";
import { useEditor, useEditorServer, useEditorStore } from "../store/editor-context.tsx";

/** Saves, publishes, and tells how it went; `problems` are those that stand in the way. */
export function usePublish(onDone: () => void) {
  const store = useEditorStore();
  const server = useEditorServer();
  const known = useEditor((state) => state.problems);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<{ document: unknown; problems: Problem[] } | null>(null);
  const document = useEditor((state) => state.document);
  const errors = known.filter(({ severity }) => severity === "error");
  const problems =
    refused?.document === document && errors.length === 0 ? refused.problems : errors;

  const publish = async (note: string) => {
    const { actions, flowId } = store.getState();
    setPending(true);
    try {
      if (!(await actions.flush())) {
        return toastError({
          message: "The newest changes are not saved yet, so nothing was published.",
          next: "See the saving state at the top, then try again.",
        });
      }
      const outcome = await server.publish({ flowId, ...(note.trim() ? { note } : {}) });
      if (!outcome.ok) return toastError(outcome.error);
      if (!outcome.value.published) {
        const { document: at } = store.getState();
        return setRefused({ document: at, problems: outcome.value.problems });
      }
      const { id, number } = outcome.value.version;
      const publishedAt = new Date().toISOString();
      actions.setPublished({ id, number, publishedAt, documentHash: "" });
      toast({ title: `Version ${number} is live.`, tone: "ok" });
      onDone();
    } catch {
      toastError({ message: "The server cannot be reached.", next: "Try again in a moment." });
    } finally {
      setPending(false);
    }
  };

  return { publish, pending, problems };
}
