import { create } from "zustand";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { EditorServer } from "../store/contract.ts";

export type OpenedPreview = {
  conversationId: string;
  token: string;
  /** ms since 1970. */
  openedAt: number;
};

/** The conversations with drafts, by flow. They outlive the panel: closing it must not end the talk. */
export const usePreviews = create<{ [flowId: string]: OpenedPreview | undefined }>(() => ({}));

/** Begins a new conversation with the draft on the server, in place of the one before. */
export async function beginPreview(
  server: EditorServer,
  flowId: string,
): Promise<ActionResult<OpenedPreview>> {
  const result = await server.openPreview({ flowId });
  if (!result.ok) return result;
  const value = { ...result.value, openedAt: Date.now() };
  usePreviews.setState({ [flowId]: value });
  return { ok: true, value };
}
