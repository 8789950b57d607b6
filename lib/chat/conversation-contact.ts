import type { Actor, Role } from "#lib/access/contract.ts";
import type { ConversationRow } from "#lib/db/chat/conversations.ts";
import type { JsonObject } from "#lib/flow/json.ts";

/** Who a flow talks to, as its steps see it: what is remembered, and what the chat itself knows. */
export function publicContact(stored: JsonObject, remembered: JsonObject): JsonObject {
  const { openedBy: _by, remembered: _own, ...contact } = stored;
  return { ...remembered, ...contact };
}

/** The contact of a preview remembers who opened it, so that any process can load the draft for them. */
export function previewContact(contact: JsonObject, actor: Actor): JsonObject {
  return {
    ...contact,
    openedBy: { userId: actor.userId, name: actor.name, role: actor.role },
  };
}

/** Who opened a preview; null for a visitor's conversation. */
export function previewActor(conversation: ConversationRow): Actor | null {
  const openedBy = conversation.contact.openedBy;
  if (conversation.mode !== "test" || typeof openedBy !== "object" || openedBy === null)
    return null;
  const { userId, name, role } = openedBy as {
    userId: string;
    name: string;
    role: Role;
  }; /* written by previewContact */
  const workspaceId = conversation.workspaceId;
  return {
    userId,
    name,
    role,
    workspaceId,
    sessionIdHash: "",
    ip: "",
    userAgent: "",
    requestId: "",
  };
}
