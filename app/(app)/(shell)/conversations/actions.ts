"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";

const conversationId = z.string().min(1).max(80);
const one = {
  permission: "conversations.answer",
  input: z.strictObject({ conversationId }),
} as const;

export const takeOver = action(one, async (input, { actor, services }) => {
  await services.conversations.takeOver(actor, input.conversationId);
  return null;
});

export const handBack = action(one, async (input, { actor, services }) => {
  await services.conversations.handBack(actor, input.conversationId);
  return null;
});

export const closeConversation = action(one, async (input, { actor, services }) => {
  await services.conversations.close(actor, input.conversationId);
  return null;
});

export const removeConversation = action(one, async (input, { actor, services }) => {
  await services.conversations.remove(actor, input.conversationId);
  return null;
});

export const answer = action(
  {
    permission: "conversations.answer",
    input: z.strictObject({
      conversationId,
      clientId: z.string().min(1).max(64),
      text: z.string().trim().min(1, "Write something first.").max(4_000),
    }),
  },
  ({ conversationId: id, ...input }, { actor, services }) =>
    services.conversations.answer(actor, id, input),
);
