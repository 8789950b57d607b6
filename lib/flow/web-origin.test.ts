import assert from "node:assert/strict";
import { test } from "node:test";
import { flowSettings } from "./document.ts";
import { webOriginOf } from "./web-origin.ts";

const good: [string, string][] = [
  ["https://example.com", "https://example.com"],
  ["example.com", "https://example.com"],
  ["example.com:8080", "https://example.com:8080"],
  ["http://localhost:3000/", "http://localhost:3000"],
  ["https://Shop.Example.com/cart?x=1", "https://shop.example.com"],
  ["http://[::1]:4000", "http://[::1]:4000"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
];
const bad = [
  "not an origin",
  "*",
  "https://*.example.com",
  "javascript:alert(1)",
  "ftp://example.com",
  "https://user:pass@example.com",
  "https://",
  "",
  "/path",
  "exa%20mple.com",
];

test("a website is known by its origin, however it was typed", () => {
  for (const [typed, origin] of good) assert.equal(webOriginOf(typed), origin, typed);
  for (const typed of bad) assert.equal(webOriginOf(typed), undefined, typed);
});

test("what the field takes, a document takes as well", () => {
  const read = (origins: string[]) => flowSettings.safeParse({ chat: { allowedOrigins: origins } });
  for (const [, origin] of good) assert.ok(read([origin]).success, origin);
  for (const typed of bad) assert.ok(!read([typed]).success, typed);
});
