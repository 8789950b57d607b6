import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { FlowDocument } from "#lib/flow/document.ts";

type ChatSettings = FlowDocument["settings"]["chat"];

/**
 * Whether a message begins a new session: the restart word does at once, and any message when the
 * one before it, by either side, is longer ago than the flow's session.
 */
export function startsAfresh(
  settings: ChatSettings,
  message: { text: string; at: Date; previousAt: Date | null },
): boolean {
  if (isRestartWord(settings, message.text)) return true;
  if (settings.sessionMinutes === null || message.previousAt === null) return false;
  const quietMs = message.at.getTime() - message.previousAt.getTime();
  return quietMs > settings.sessionMinutes * 60_000;
}

export function isRestartWord({ restartWord }: ChatSettings, text: string): boolean {
  return restartWord !== "" && fold(text) === fold(restartWord);
}

/** Why a run ends that waited for somebody who will not answer it any more. */
export function sessionEnded(message: string): ErrorInfo {
  return { code: "session_ended", message, fault: "user" };
}

function fold(text: string): string {
  return text.trim().toLocaleLowerCase().normalize("NFC");
}
