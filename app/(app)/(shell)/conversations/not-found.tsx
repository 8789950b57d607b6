import { MessagesSquare } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function ConversationNotFound() {
  return (
    <EmptyState
      icon={<MessagesSquare className="size-5" />}
      title="There is no such conversation"
      action={
        <Link href="/conversations" className="text-accent-text underline underline-offset-2">
          All conversations
        </Link>
      }
    >
      It may have been deleted, or it belongs to another workspace.
    </EmptyState>
  );
}
