"use client";
import { useCallback, useEffect, useState } from "react";
import {
  useEditor,
  useEditorActions,
  useEditorServer,
  useEditorStore,
} from "../store/editor-context.tsx";
import { watchConversation } from "./watch-conversation.ts";

type Opened = { conversationId: string; token: string; openedAt: number };
type Failure = { message: string; next?: string | undefined };

export type Preview = {
  opened: Opened | null;
  opening: boolean;
  failure: Failure | null;
  /** Saves the draft and begins a new conversation with it. */
  restart(): Promise<void>;
};

// A conversation outlives the panel: closing it to look at a step must not end the talk.
const openPreviews = new Map<string, Opened>();

/** A conversation with the draft; the run of each turn is shown on the canvas. */
export function usePreview(): Preview {
  const flowId = useEditor((state) => state.flowId);
  const server = useEditorServer();
  const actions = useEditorActions();
  const store = useEditorStore();
  const [opened, setOpened] = useState<Opened | null>(openPreviews.get(flowId) ?? null);
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const restart = useCallback(async () => {
    setOpening(true);
    setFailure(null);
    try {
      if (!(await actions.flush())) {
        setFailure({
          message: "The flow could not be saved, so the chat would not show your changes.",
          next: "See the saving state at the top.",
        });
        return;
      }
      const result = await server.openPreview({ flowId });
      if (!result.ok) {
        setFailure(result.error);
        return;
      }
      const fresh = { ...result.value, openedAt: Date.now() };
      openPreviews.set(flowId, fresh);
      actions.setOverlay(null);
      setOpened(fresh);
    } catch {
      setFailure({ message: "The server cannot be reached.", next: "Try again in a moment." });
    } finally {
      setOpening(false);
    }
  }, [actions, server, flowId]);

  useEffect(() => {
    if (!openPreviews.has(flowId)) void restart();
  }, [flowId, restart]);

  const conversationId = opened?.conversationId;
  useEffect(() => {
    if (conversationId === undefined) return;
    return watchConversation(conversationId, store);
  }, [conversationId, store]);

  return { opened, opening, failure, restart };
}
