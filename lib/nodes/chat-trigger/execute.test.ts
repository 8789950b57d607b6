import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { type ChatTriggerConfig, definition } from "./definition.ts";
import { execute, matchesChatTrigger } from "./execute.ts";

function matches(settings: Partial<ChatTriggerConfig>, text: string): boolean {
  return matchesChatTrigger(definition.config.parse(settings), text);
}

describe("chat trigger", () => {
  it("hands on what the visitor wrote", async () => {
    const input = { text: "hello", at: "2026-03-02T09:30:00.000Z" };
    const result = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(result.output, input);
  });

  it("starts with any message by default", () => {
    assert.equal(matches({}, "whatever"), true);
  });

  describe("keywords", () => {
    const cases: [keyword: string, text: string, expected: boolean][] = [
      ["hours", "What are your opening HOURS?", true],
      ["art", "start", false],
      ["art", "modern art!", true],
      ["opening hours", "your opening   hours please", true],
      ["straße", "Welche Straße?", true],
      ["cafe\u0301", "Ist das Café offen", true],
      ["öl", "Möl", false],
      ["order", "order_id", false],
      ["c++", "I like C++.", true],
      ["art", "start art", true],
    ];
    for (const [keyword, text, expected] of cases) {
      it(`“${keyword}” ${expected ? "is" : "is not"} in “${text}”`, () => {
        assert.equal(matches({ when: "keywords", keywords: ["zzz", keyword] }, text), expected);
      });
    }

    it("matches inside words when told to", () => {
      assert.equal(
        matches({ when: "keywords", keywords: ["art"], wholeWord: false }, "start"),
        true,
      );
    });

    it("minds upper and lower case when told to", () => {
      const settings: Partial<ChatTriggerConfig> = {
        when: "keywords",
        keywords: ["Art"],
        ignoreCase: false,
      };
      assert.equal(matches(settings, "art"), false);
      assert.equal(matches(settings, "Art"), true);
    });

    it("starts with nothing when there are none", () => {
      assert.equal(matches({ when: "keywords" }, "hello"), false);
    });
  });

  describe("pattern", () => {
    it("may match anywhere, or be anchored", () => {
      assert.equal(matches({ when: "pattern", pattern: "order \\d+" }, "my Order 42 please"), true);
      assert.equal(matches({ when: "pattern", pattern: "^order \\d+$" }, "my order 42"), false);
      assert.equal(matches({ when: "pattern", pattern: "A", ignoreCase: false }, "a"), false);
    });

    it("names a pattern that cannot work", () => {
      for (const pattern of ["(", "(?=a)", "(a)\\1", ""]) {
        assert.throws(
          () => matches({ when: "pattern", pattern }, "a"),
          failsWith("invalid_pattern"),
        );
      }
    });

    it("takes patterns that would hang a backtracking engine", () => {
      const text = `${"a".repeat(20_000)}!`;
      assert.equal(matches({ when: "pattern", pattern: "^(a+)+$" }, text), false);
    });
  });
});
