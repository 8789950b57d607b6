import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatEvent } from "#lib/chat/contract.ts";
import {
  type ConversationChange,
  type ConversationState,
  changeConversation,
  emptyConversation,
} from "./conversation-state.ts";

const content = { text: "Hi", image: null, file: null, buttons: [], expects: null };
const after = (...changes: ConversationChange[]): ConversationState =>
  changes.reduce(changeConversation, emptyConversation);
const sending: ConversationChange = {
  type: "sending",
  clientId: "c1",
  text: "Hi",
  value: null,
  fileName: null,
  at: "2026-01-01T00:00:00.000Z",
};
const echo: ChatEvent = {
  type: "message",
  message: {
    seq: 1,
    direction: "in",
    content,
    at: "2026-01-01T00:00:01.000Z",
    nodeId: null,
    clientId: "c1",
  },
};

test("an own message is shown at once and stays one message when the server confirms it", () => {
  const orders: ConversationChange[][] = [
    [sending, { type: "delivered", clientId: "c1" }, { type: "event", event: echo }],
    [sending, { type: "event", event: echo }, { type: "delivered", clientId: "c1" }],
    [
      sending,
      { type: "event", event: echo },
      { type: "failed", clientId: "c1", error: "late", final: false },
    ],
  ];
  for (const order of orders) {
    const { items } = after(...order);
    assert.equal(items.length, 1);
    assert.ok(items[0]?.kind === "message" && items[0].state === "sent");
  }
});

test("a failed message says why and can be sent again", () => {
  const failed = after(sending, {
    type: "failed",
    clientId: "c1",
    error: "No connection.",
    final: false,
  });
  assert.ok(failed.items[0]?.kind === "message" && failed.items[0].error === "No connection.");
  const again = changeConversation(failed, sending);
  assert.equal(again.items.length, 1);
  assert.ok(again.items[0]?.kind === "message" && again.items[0].state === "sending");
});

test("the end of a conversation stops the typing sign", () => {
  const state = after(
    { type: "event", event: { type: "typing", typing: true } },
    { type: "event", event: { type: "closed" } },
  );
  assert.deepEqual([state.typing, state.ended], [false, true]);
});

test("a message that will never be taken ends the conversation, one that got lost does not", () => {
  const failed = (final: boolean) =>
    after(sending, { type: "failed", clientId: "c1", error: "This chat is closed.", final });
  assert.equal(failed(true).ended, true);
  assert.equal(failed(false).ended, false);
  const [item] = failed(true).items;
  assert.ok(item?.kind === "message" && item.state === "failed");
});
