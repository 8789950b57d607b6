import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEchoes } from "./echoes.ts";

test("an echo that comes late does not undo what was typed since", () => {
  const echoes = createEchoes();
  for (const text of ["a", "ab", "abc"]) echoes.sent(text);
  assert.equal(echoes.isNews("a", "abc"), false);
  assert.equal(echoes.isNews("abc", "abc"), false);
});

test("an undo to a text that was typed before is taken over", () => {
  const echoes = createEchoes();
  for (const text of ["a", "ab", "a", "ab"]) {
    echoes.sent(text);
    assert.equal(echoes.isNews(text, text), false);
  }
  assert.equal(echoes.isNews("a", "ab"), true);
});

test("somebody else's text is taken over, even while own ones are under way", () => {
  const echoes = createEchoes();
  echoes.sent("a");
  assert.equal(echoes.isNews("theirs", "a"), true);
  assert.equal(echoes.isNews("", "theirs"), true);
});

test("however late echoes come and however many are skipped, the typed text stays", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 })), (plan) => {
      const echoes = createEchoes();
      let text = "";
      let waiting: string[] = [];
      for (const step of plan) {
        if (step > 0) {
          text += String(step);
          waiting.push(text);
          echoes.sent(text);
        }
        if (step === 3) continue;
        // 2 delivers the newest only, as renders that were merged do.
        if (step === 2) waiting = waiting.slice(-1);
        const echo = waiting.shift();
        if (echo !== undefined) assert.equal(echoes.isNews(echo, text), false, `${echo}/${text}`);
      }
    }),
  );
});
