import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chatContent } from "#lib/chat/content.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode, failsWith, listeningChat, reply } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const colours = {
  question: "Which colour?",
  answerType: "choice",
  choices: [
    { label: "Red", value: "#f00" },
    { label: "Blue", value: "" },
    { label: "", value: "lost" },
  ],
};

async function ask(config: JsonObject, resumed?: ReturnType<typeof reply>) {
  const { said, chat } = listeningChat();
  const result = await executeNode(definition, execute, config, { chat, resumed });
  for (const content of said) assert.deepEqual(chatContent.parse(content), content);
  return { said, result };
}

describe("ask question", () => {
  it("asks, says what it expects, and waits", async () => {
    const { said, result } = await ask({ question: "Your email?", answerType: "email" });
    assert.equal(said[0]?.text, "Your email?");
    assert.equal(said[0]?.expects, "email");
    assert.deepEqual(result, { kind: "wait", wait: { kind: "reply", state: { attempts: 0 } } });
  });

  it("goes on with the answer and remembers it", async () => {
    const config = { question: "Email?", answerType: "email", saveTo: "customer_email" };
    const { said, result } = await ask(config, reply(" ada@example.com ", { attempts: 1 }));
    assert.equal(said.length, 0);
    assert.deepEqual(result, {
      kind: "done",
      output: { value: "ada@example.com", text: " ada@example.com ", attempts: 2 },
      vars: { customer_email: "ada@example.com" },
    });
  });

  it("saves an answer that is to be remembered with the contact, and only one that fits", async () => {
    const config = { question: "Email?", answerType: "email", saveTo: "email", remember: true };
    const { chat, remembered } = listeningChat();
    const answer = (text: string) =>
      executeNode(definition, execute, config, { chat, resumed: reply(text) });
    assert.equal((await answer("no idea")).kind, "wait");
    assert.deepEqual(remembered, {});
    assert.deepEqual((await doneOf(answer("ada@example.com"))).vars, { email: "ada@example.com" });
    assert.deepEqual(remembered, { email: "ada@example.com" });
  });

  it("asks again for an answer that is too long to be remembered", async () => {
    const config = { question: "Your story?", saveTo: "story", remember: true };
    const { said, result } = await ask(config, reply("x".repeat(2_001)));
    assert.match(said[0]?.text ?? "", /at most 2,000 characters/);
    assert.equal(result.kind, "wait");
    const free = await ask({ ...config, remember: false }, reply("x".repeat(2_001)));
    assert.equal(free.result.kind, "done");
  });

  it("asks for a name to remember the answer under, before it asks the visitor", () => {
    const result = definition.config.safeParse({ question: "Email?", remember: true });
    assert.deepEqual(result.error?.issues[0]?.path, ["saveTo"]);
    assert.ok(definition.config.safeParse({ question: "Email?" }).success);
  });

  it("says why and waits again when the answer does not fit", async () => {
    const config = { question: "How many?", answerType: "number", minimum: 1, maximum: 10 };
    const { said, result } = await ask(config, reply("eleven", { attempts: 0 }));
    assert.match(said[0]?.text ?? "", /between 1 and 10/);
    assert.equal(said[0]?.expects, "number");
    assert.deepEqual(result, { kind: "wait", wait: { kind: "reply", state: { attempts: 1 } } });
  });

  it("prefers the author's own words", async () => {
    const config = { question: "Email?", answerType: "email", invalidMessage: "Nope." };
    const { said } = await ask(config, reply("x"));
    assert.equal(said[0]?.text, "Nope.");
  });

  it("fails after the last retry, without another word", async () => {
    const config = { question: "Email?", answerType: "email", maxRetries: 2 };
    for (const attempts of [0, 1]) {
      assert.equal((await ask(config, reply("x", { attempts }))).result.kind, "wait");
    }
    const { said, chat } = listeningChat();
    const last = executeNode(definition, execute, config, {
      chat,
      resumed: reply("x", { attempts: 2 }),
    });
    await assert.rejects(last, failsWith("invalid_value", /email address .* 3 tries/));
    assert.equal(said.length, 0);
  });

  it("offers choices as buttons, also when it asks again", async () => {
    const buttons = [
      { label: "Red", value: "#f00", url: null },
      { label: "Blue", value: "Blue", url: null },
    ];
    assert.deepEqual((await ask(colours)).said[0]?.buttons, buttons);
    const again = (await ask(colours, reply("green"))).said[0];
    assert.deepEqual(again?.buttons, buttons);
    assert.match(again?.text ?? "", /Red, Blue/);
  });

  it("takes a click's value before its text", async () => {
    const { result } = await ask(colours, reply("Red", {}, "#f00"));
    assert.deepEqual((await doneOf(Promise.resolve(result))).output, {
      value: "#f00",
      text: "Red",
      attempts: 1,
    });
  });

  it("names settings that cannot work", async () => {
    await assert.rejects(ask({ question: " " }), failsWith("invalid_value"));
    await assert.rejects(ask({ question: "a", answerType: "choice" }), failsWith("invalid_config"));
    await assert.rejects(ask({ question: "a", saveTo: "__proto__" }), failsWith("invalid_config"));
    const alone = executeNode(definition, execute, { question: "a" });
    await assert.rejects(alone, failsWith("conversation_not_found"));
  });
});
