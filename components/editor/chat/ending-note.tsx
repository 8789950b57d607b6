"use client";
import { CircleStop } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { whyItEnded } from "./why-it-ended.ts";

/** Says in the preview why nothing follows, and leads to the step where the flow ended. */
export function EndingNote({ conversationId }: { conversationId: string }) {
  const { reveal } = useEditorActions();
  const document = useEditor((state) => state.document);
  const overlay = useEditor((state) =>
    state.overlay?.run.conversationId === conversationId ? state.overlay : null,
  );
  const ending = useMemo(
    () => (overlay === null ? null : whyItEnded(document, overlay)),
    [document, overlay],
  );
  const note = useRef<HTMLParagraphElement>(null);
  const runId = ending === null ? undefined : overlay?.run.id;
  useEffect(() => {
    if (runId !== undefined) note.current?.scrollIntoView({ block: "nearest" });
  }, [runId]);
  if (ending === null) return null;
  const { nodeId, name, outlet, error } = ending;
  return (
    <p
      ref={note}
      className="flex max-w-full items-start gap-2 self-center rounded-lg bg-sunken px-3 py-1.5 text-muted text-sm"
    >
      <CircleStop aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0">
        The flow {outlet === null ? "failed" : "ended"} at{" "}
        <button
          type="button"
          className="rounded font-medium text-accent-text underline underline-offset-2"
          onClick={() => reveal(nodeId)}
        >
          {name}
        </button>
        : {outlet === null ? error : `nothing is connected to its “${outlet}” outlet.`}
      </span>
    </p>
  );
}
