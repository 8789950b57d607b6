import { usualTexts } from "#lib/workspace/chat-texts.ts";

/** What a visitor sees at the address of a chat that is not, or no longer, published. */
export function ChatNotFound({ words }: { words: string }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="font-semibold text-lg">This chat is not available</h1>
      <p className="max-w-md text-muted">{words || usualTexts.closed}</p>
    </main>
  );
}
