import { useRouter } from "next/navigation";
import { toastError } from "#components/ui/toast.tsx";
import { useEditor, useEditorServer } from "../store/editor-context.tsx";

/** Starts the past run on screen again and goes to the new one; undefined when that is not possible. */
export function useRepeatRun(): (() => void) | undefined {
  const router = useRouter();
  const server = useEditorServer();
  const flowId = useEditor((state) => state.flowId);
  const mayRepeat = useEditor((state) => state.mayRepeat);
  const runId = useEditor((state) => state.overlay?.run.id);
  if (!mayRepeat || runId === undefined) return undefined;
  return () => {
    void server.rerun({ runId }).then((result) => {
      if (result.ok) router.push(`/flows/${flowId}/runs/${result.value.runId}`);
      else toastError(result.error);
    });
  };
}
