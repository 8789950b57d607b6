import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatMessage } from "#lib/chat/contract.ts";
import { type DeskStream, withEvent } from "./use-desk-stream.ts";

const content = { text: "Hi", image: null, file: null, buttons: [], expects: null };
const message = (seq: number): ChatMessage => ({
  seq,
  direction: "in",
  content,
  at: "2026-01-01T00:00:00.000Z",
  nodeId: null,
});

test("what comes again after a lost line is shown once", () => {
  let stream: DeskStream = { messages: [], typing: false, connected: true };
  for (const seq of [1, 2, 1, 2, 3]) {
    stream = withEvent(stream, { type: "message", message: message(seq) });
  }
  assert.deepEqual(
    stream.messages.map(({ seq }) => seq),
    [1, 2, 3],
  );
});
