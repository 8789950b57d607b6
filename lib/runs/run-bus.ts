import type { RunEvent } from "./events.ts";

export type RunListener = (event: RunEvent) => void;
export type ConversationListener = (event: RunEvent & { runId: string }) => void;

/** Who listens to which run and conversation, within this process. */
export class RunBus {
  readonly #runs = new Map<string, Set<RunListener>>();
  readonly #conversations = new Map<string, Set<ConversationListener>>();

  isWatched(runId: string, conversationId: string | null): boolean {
    if (this.#runs.size === 0 && this.#conversations.size === 0) return false;
    return (
      this.#runs.has(runId) || (conversationId !== null && this.#conversations.has(conversationId))
    );
  }

  emit(runId: string, conversationId: string | null, event: RunEvent): void {
    for (const listener of this.#runs.get(runId) ?? []) listener(event);
    if (conversationId === null) return;
    for (const listener of this.#conversations.get(conversationId) ?? []) {
      listener({ ...event, runId });
    }
  }

  onRun(runId: string, listener: RunListener): () => void {
    return listen(this.#runs, runId, listener);
  }

  onConversation(conversationId: string, listener: ConversationListener): () => void {
    return listen(this.#conversations, conversationId, listener);
  }
}

function listen<Listener>(all: Map<string, Set<Listener>>, id: string, listener: Listener) {
  const known = all.get(id);
  if (known === undefined) all.set(id, new Set([listener]));
  else known.add(listener);
  return () => {
    const listeners = all.get(id);
    listeners?.delete(listener);
    if (listeners?.size === 0) all.delete(id);
  };
}
