import { Badge } from "#components/ui/badge.tsx";
import type { ConversationView } from "#lib/chat/desk/contract.ts";

/** Who answers, in a word or two. */
export function ConversationStateBadge({
  conversation: { state, assignee },
}: {
  conversation: Pick<ConversationView, "state" | "assignee">;
}) {
  if (state === "closed") return <Badge>Closed</Badge>;
  if (state === "open") return <Badge tone="ok">Open</Badge>;
  return assignee === null ? (
    <Badge tone="warn">Needs a person</Badge>
  ) : (
    <Badge tone="accent">With {assignee.name.split(/\s+/)[0]}</Badge>
  );
}
