"use client";
import { useCallback, useEffect, useState } from "react";
import {
  useEditor,
  useEditorActions,
  useEditorServer,
  useEditorStore,
} from "../store/editor-context.tsx";
import { beginPreview, type OpenedPreview, usePreviews } from "./previews.ts";
import { watchConversation } from "./watch-conversation.ts";

type Failure = { message: string; next?: string | undefined };

export type Preview = {
  opened: OpenedPreview | null;
  opening: boolean;
  failure: Failure | null;
  /** Saves the draft and begins a new conversation with it. */
  restart(): Promise<void>;
};

/** A conversation with the draft; the run of each turn is shown on the canvas. */
export function usePreview(): Preview {
  const flowId = useEditor((state) => state.flowId);
  const server = useEditorServer();
  const actions = useEditorActions();
  const store = useEditorStore();
  const opened = usePreviews((previews) => previews[flowId]) ?? null;
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const restart = useCallback(async () => {
    setOpening(true);
    setFailure(null);
    // What is written from now on is meant for the new one, and waits for it.
    usePreviews.setState({ [flowId]: undefined });
    try {
      if (!(await actions.flush())) {
        setFailure({
          message: "The flow could not be saved, so the chat would not show your changes.",
          next: "See the saving state at the top.",
        });
        return;
      }
      const result = await beginPreview(server, flowId);
      if (result.ok) actions.setOverlay(null);
      else setFailure(result.error);
    } catch {
      setFailure({ message: "The server cannot be reached.", next: "Try again in a moment." });
    } finally {
      setOpening(false);
    }
  }, [actions, server, flowId]);

  useEffect(() => {
    if (usePreviews.getState()[flowId] === undefined) void restart();
  }, [flowId, restart]);

  const conversationId = opened?.conversationId;
  useEffect(() => {
    if (conversationId === undefined) return;
    return watchConversation(conversationId, store);
  }, [conversationId, store]);

  return { opened, opening, failure, restart };
}
