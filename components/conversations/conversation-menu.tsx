"use client";
import { Ellipsis, FileJson, FileText, Trash2, XCircle } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import type { ConversationDetail } from "#lib/chat/desk/contract.ts";

type Props = {
  conversation: ConversationDetail;
  canAnswer: boolean;
  onClose: () => Promise<void>;
  onRemove: () => Promise<void>;
};

/** The rarer acts on a conversation; those that cannot be undone ask first. */
export function ConversationMenu({ conversation, canAnswer, onClose, onRemove }: Props) {
  const [asking, setAsking] = useState<"close" | "remove" | null>(null);
  const { id, contactName, state } = conversation;
  const download = (format: "text" | "json") =>
    location.assign(`/api/ui/conversations/${encodeURIComponent(id)}/transcript?format=${format}`);

  const items: MenuItem[] = [
    {
      label: "Download as text",
      icon: <FileText className="size-4" />,
      onSelect: () => download("text"),
    },
    {
      label: "Download as JSON",
      icon: <FileJson className="size-4" />,
      onSelect: () => download("json"),
    },
  ];
  if (canAnswer) {
    items.push(
      "separator",
      {
        label: "Close conversation",
        icon: <XCircle className="size-4" />,
        disabled: state === "closed",
        onSelect: () => setAsking("close"),
      },
      {
        label: "Delete transcript",
        icon: <Trash2 className="size-4" />,
        danger: true,
        onSelect: () => setAsking("remove"),
      },
    );
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton label="More for this conversation" icon={<Ellipsis className="size-4" />} />
        }
        items={items}
      />
      <ConfirmDialog
        open={asking === "close"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Close the conversation with ${contactName}?`}
        confirmLabel="Close conversation"
        onConfirm={onClose}
      >
        <p>The visitor can write no more here and may start a new conversation.</p>
        <p>Runs that wait for an answer in it are cancelled.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "remove"}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Delete this transcript?"
        confirmLabel="Delete transcript"
        danger
        typeToConfirm={contactName}
        onConfirm={onRemove}
      >
        <p>
          Everything that was said with {contactName} is deleted for good, for the visitor too. What
          runs recorded of it stays until it is pruned.
        </p>
      </ConfirmDialog>
    </>
  );
}
