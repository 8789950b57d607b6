"use client";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConversationView } from "#lib/chat/desk/contract.ts";
import { ConversationStateBadge } from "./conversation-state-badge.tsx";

/** One line of the list; the whole of it leads to the conversation. */
export function ConversationRow({ conversation }: { conversation: ConversationView }) {
  const { id, contactName, flowName, mode, last, lastMessageAt, waitingSince, unread, note } =
    conversation;
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 transition-colors duration-100 hover:bg-hover/60">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            href={`/conversations/${id}`}
            className={`truncate after:absolute after:inset-0 ${unread > 0 ? "font-semibold" : "font-medium"}`}
          >
            {contactName}
          </Link>
          <ConversationStateBadge conversation={conversation} />
          {mode === "test" && <Badge>Preview</Badge>}
          {unread > 0 && <Badge tone="bad">{unread} unread</Badge>}
        </div>
        <p className="truncate text-muted text-sm">
          {last === null ? (
            "Nothing was said yet."
          ) : (
            <>
              <span className="text-faint">{speaker(last)}: </span>
              {last.text || "A picture, file or choice"}
            </>
          )}
        </p>
        {note !== "" && conversation.state === "parked" && (
          <p className="truncate text-sm text-warn">Note: {note}</p>
        )}
        <p className="mt-0.5 truncate text-faint text-sm sm:hidden">
          {flowName} ·{" "}
          {waitingSince === null ? (
            <TimeAgo at={lastMessageAt} />
          ) : (
            <span className="text-warn">
              asked <TimeAgo at={waitingSince} />
            </span>
          )}
        </p>
      </div>
      <span className="w-40 shrink-0 truncate text-muted text-sm max-sm:hidden">{flowName}</span>
      <span className="flex w-36 shrink-0 flex-col items-end text-sm max-sm:hidden">
        <span className="text-muted">
          <TimeAgo at={lastMessageAt} />
        </span>
        {waitingSince !== null && (
          <span className="text-warn">
            Asked <TimeAgo at={waitingSince} />
          </span>
        )}
      </span>
    </li>
  );
}

function speaker(last: NonNullable<ConversationView["last"]>): string {
  if (last.direction === "in") return "Visitor";
  return last.author ?? "Chatbot";
}
