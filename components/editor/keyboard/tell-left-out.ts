import { toast } from "#components/ui/toast.tsx";
import type { LeftOutEdge } from "#lib/flow/edits/paste.ts";
import { leftOutWords } from "./left-out-words.ts";

/** Says which lines were not pasted along, if any. */
export function tellLeftOut(leftOut: readonly LeftOutEdge[]): void {
  const words = leftOutWords(leftOut);
  if (words !== null) toast({ ...words, durationMs: 10_000 });
}
