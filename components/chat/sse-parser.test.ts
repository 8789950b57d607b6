import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSseParser, type StreamMessage } from "./sse-parser.ts";

function parse(chunks: string[]): StreamMessage[] {
  const messages: StreamMessage[] = [];
  const parser = createSseParser((message) => messages.push(message));
  for (const chunk of chunks) parser.push(chunk);
  return messages;
}

test("events come out the same wherever the network cuts the text", () => {
  const text = ': hello\r\nid: 4\r\ndata: {"a":1}\r\n\r\nevent: typing\ndata: one\ndata: two\n\n';
  const whole = parse([text]);
  assert.deepEqual(whole, [
    { event: "message", data: '{"a":1}', id: "4" },
    { event: "typing", data: "one\ntwo", id: "4" },
  ]);
  const cuts = fc.array(fc.nat(text.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...places.sort((a, b) => a - b), text.length];
      const chunks = sorted.slice(1).map((end, index) => text.slice(sorted[index], end));
      assert.deepEqual(parse(chunks), whole);
    }),
  );
});

test("an unfinished event is not delivered", () => {
  assert.deepEqual(parse(["data: half\n"]), []);
});
