import assert from "node:assert/strict";
import { test } from "node:test";
import { startedLine } from "./started-line.ts";

const host = "127.0.0.1";

test("a process with pages prints where they are", () => {
  assert.equal(
    startedLine({ roles: ["web", "worker"], host, baseUrl: undefined }, 3000),
    "http://localhost:3000",
  );
  assert.equal(
    startedLine({ roles: ["web"], host, baseUrl: "https://flows.example.com" }, 3000),
    "https://flows.example.com",
  );
});

test("a worker says what it does, and names no address of pages", () => {
  const line = startedLine({ roles: ["worker"], host, baseUrl: "https://flows.example.com" }, 3001);
  assert.match(line, /^This worker takes runs from the queue\./);
  assert.match(line, /http:\/\/localhost:3001 on this machine answers \/healthz/);
  assert.doesNotMatch(line, /flows\.example\.com/);
});
