import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chatContent } from "#lib/chat/content.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode, failsWith, listeningChat } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

async function send(config: JsonObject) {
  const { said, chat } = listeningChat();
  const result = await doneOf(executeNode(definition, execute, config, { chat }));
  const [content] = said;
  assert.equal(said.length, 1);
  assert.deepEqual(chatContent.parse(content), content, "what is said fits the chat's own schema");
  return { content, result };
}

describe("send message", () => {
  it("says a text and tells when", async () => {
    const { content, result } = await send({ text: "  Hello\nAda " });
    assert.equal(content?.text, "Hello\nAda");
    assert.deepEqual(result.output, { text: "Hello\nAda", sentAt: "2026-03-02T09:30:00.000Z" });
  });

  it("shows an image, a file and buttons", async () => {
    const { content } = await send({
      imageUrl: "https://example.com/cat.png",
      imageAlt: "A cat",
      fileUrl: "https://example.com/docs/Our%20menu.pdf?v=2",
      buttons: [
        { label: "Yes", value: "yes" },
        { label: "Site", action: "link", url: "https://example.com" },
        { label: " " },
      ],
    });
    assert.deepEqual(content?.image, { url: "https://example.com/cat.png", alt: "A cat" });
    assert.deepEqual(content?.file, {
      url: "https://example.com/docs/Our%20menu.pdf?v=2",
      name: "Our menu.pdf",
    });
    assert.deepEqual(content?.buttons, [
      { label: "Yes", value: "yes", url: null },
      { label: "Site", value: "", url: "https://example.com/" },
    ]);
  });

  it("shortens labels that became too long", async () => {
    const { content } = await send({ text: "a", buttons: [{ label: "🙂".repeat(60) }] });
    assert.match(content?.buttons[0]?.label ?? "", /^(🙂)+…$/u);
  });

  it("refuses addresses that are none, and scripts", async () => {
    for (const imageUrl of ["javascript:alert(1)", "cat.png", "file:///etc/passwd"]) {
      await assert.rejects(send({ imageUrl }), failsWith("invalid_url", /image/));
    }
    const link = [{ label: "Go", action: "link", url: "data:text/html,x" }];
    await assert.rejects(send({ text: "a", buttons: link }), failsWith("invalid_url", /Go/));
  });

  it("leaves out a picture that cannot be shown rather than the text, and says so", async () => {
    for (const imageUrl of ["http://example.com/cat.png", "cat.png", "javascript:alert(1)"]) {
      const { content, result } = await send({ text: "Hello", imageUrl });
      assert.deepEqual([content?.text, content?.image], ["Hello", null]);
      assert.match(
        String(Object(result.output).warning),
        /^Sent without its picture: The (image|address)/,
      );
    }
  });

  it("refuses to say nothing, too much, or to nobody", async () => {
    await assert.rejects(send({ text: "  " }), failsWith("invalid_value"));
    await assert.rejects(send({ text: "a".repeat(20_001) }), failsWith("message_too_long"));
    const alone = executeNode(definition, execute, { text: "a" });
    await assert.rejects(alone, failsWith("conversation_not_found"));
  });
});
