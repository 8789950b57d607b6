import type { ListedConversation } from "#lib/db/chat/list-conversations.ts";
import { publicContact } from "../conversation-contact.ts";
import type { ConversationDetail, ConversationView } from "./contract.ts";

/** Under which of the remembered names people are found, in this order. */
const names = /^(full_?name|name|display_?name|first_?name|e_?mail|phone)$/i;
const order = ["fullname", "name", "displayname", "firstname", "email", "phone"];

/** A conversation as it is listed. */
export function conversationView(row: ListedConversation): ConversationView {
  const { id, flowId, flowName, mode, state, note, unread } = row;
  return {
    ...{ id, flowId, flowName, mode, state, note, unread },
    contactName: nameOf(row),
    assignee:
      row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName ?? "A member" },
    last:
      row.lastDirection === null
        ? null
        : { text: row.lastText ?? "", direction: row.lastDirection, author: row.lastAuthor },
    lastMessageAt: row.lastMessageAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    waitingSince: row.waitingSince?.toISOString() ?? null,
  };
}

export function conversationDetail(row: ListedConversation): ConversationDetail {
  const contact = publicContact(row.contact, row.remembered);
  return { ...conversationView(row), contact, flowWaits: row.flowWaits };
}

function nameOf({ contact, remembered, mode }: ListedConversation): string {
  const openedBy = contact.openedBy;
  if (mode === "test" && typeof openedBy === "object" && openedBy !== null && "name" in openedBy) {
    return `${openedBy.name} (preview)`;
  }
  const known = Object.entries(remembered)
    .filter(([name, value]) => names.test(name) && String(value).trim() !== "")
    .sort(([one], [two]) => rank(one) - rank(two));
  const [best] = known;
  if (best !== undefined) return String(best[1]).trim().slice(0, 80);
  if (typeof contact.reference === "string") return contact.reference.slice(0, 80);
  return `Visitor ${String(contact.id ?? "").slice(-4)}`.trim();
}

function rank(name: string): number {
  return order.indexOf(name.toLowerCase().replace("_", ""));
}
