import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordStrength } from "./password-strength.ts";

const known = ["Ada Lovelace", "countess@example.org"];
const levelOf = (password: string) => passwordStrength(password, known).level;

test("counts down to the least length", () => {
  assert.equal(passwordStrength("", known).sentence, "10 more characters needed.");
  assert.equal(passwordStrength("xk4tz9pqm", known).sentence, "1 more character needed.");
  assert.equal(levelOf("xk4tz9pqmw"), "fair");
});

test("a long sentence is strong", () => {
  assert.equal(levelOf("nine green umbrellas"), "good");
});

test("what others know or many use is easy to guess, however long", () => {
  assert.equal(levelOf("my LOVELACE secret 77"), "weak");
  assert.equal(levelOf("the countess of numbers"), "weak");
  assert.equal(levelOf("Password-for-2026!"), "weak");
  assert.equal(levelOf("aaaaaaaaaaaaaaaaaaaa"), "weak");
});

test("a short name does not spoil every password that holds its letters", () => {
  assert.equal(levelOf("canada geese in june"), "good");
});
