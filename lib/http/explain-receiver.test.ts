import assert from "node:assert/strict";
import { test } from "node:test";
import { readAllowList } from "./allow-list.ts";
import { explainReceiver } from "./explain-receiver.ts";

test("https goes anywhere, http only to what the operator has listed", () => {
  const allow = readAllowList(["logs.intern:8080", "10.0.0.0/8", "127.0.0.1:80"]);
  for (const fits of [
    "https://logs.example.com/patchbay",
    "http://logs.intern:8080/in",
    "http://10.1.2.3:9999/",
    "http://127.0.0.1/",
  ])
    assert.equal(explainReceiver(fits, allow), undefined, fits);
  for (const plain of ["http://logs.example.com/", "http://logs.intern/", "http://127.0.0.1:81/"])
    assert.match(explainReceiver(plain, allow) ?? "", /starts with https/, plain);
  assert.match(explainReceiver("http://logs.intern:8080/") ?? "", /has allowed/);
  for (const none of ["", "logs", "ftp://logs.intern:8080/"])
    assert.match(explainReceiver(none, allow) ?? "", /whole address/, none);
  assert.match(explainReceiver("https://a:b@logs.example.com/", allow) ?? "", /password/);
});
