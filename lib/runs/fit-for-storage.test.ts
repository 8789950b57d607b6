import assert from "node:assert/strict";
import { test } from "node:test";
import { fitForStorage } from "./fit-for-storage.ts";

test("what fits stays the very same", () => {
  const value = { a: ["x".repeat(50_000), 1, null] };
  assert.equal(fitForStorage(value), value);
});

test("a long string is shortened and says so", () => {
  const cut = fitForStorage({ a: "x".repeat(150_000), b: 1 });
  assert.match((cut as { a: string }).a, /^x{100000}… \(150,000 characters\)$/);
  assert.equal((cut as { b: number }).b, 1);
});

test("what is still too large becomes its beginning", () => {
  const cut = fitForStorage(
    Array.from({ length: 100_000 }, (_, index) => ({ index, text: "some text" })),
  );
  assert.ok(typeof cut === "object" && cut !== null && !Array.isArray(cut));
  assert.equal(cut.truncated, true);
  assert.ok(JSON.stringify(cut).length < 5_000);
});
