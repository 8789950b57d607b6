import assert from "node:assert/strict";
import { test } from "node:test";
import { readAllowList } from "./allow-list.ts";

test("a name is allowed on its port only", () => {
  const list = readAllowList(["LocalHost:4000"]);
  assert.equal(list.allowsHost("localhost", 4000), true);
  assert.equal(list.allowsHost("localhost.", 4000), true);
  assert.equal(list.allowsHost("localhost", 4001), false);
  assert.equal(list.allowsHost("notlocalhost", 4000), false);
  assert.equal(list.allowsAddress("127.0.0.1", 4000), false);
});

test("ranges, with and without a port", () => {
  const list = readAllowList(["10.0.0.0/8", "192.168.0.0/16:443", "[fd00::/8]:443", "[::1]:80"]);
  assert.equal(list.allowsAddress("10.200.3.4", 1), true);
  assert.equal(list.allowsAddress("11.0.0.1", 1), false);
  assert.equal(list.allowsAddress("192.168.3.4", 443), true);
  assert.equal(list.allowsAddress("192.168.3.4", 80), false);
  assert.equal(list.allowsAddress("fd00::1", 443), true);
  assert.equal(list.allowsAddress("fd00::1", 80), false);
  assert.equal(list.allowsAddress("::1", 80), true);
  assert.equal(list.allowsAddress("::ffff:10.0.0.1", 80), false);
});

test("a range never includes a metadata address; an exact entry does", () => {
  const wide = readAllowList(["0.0.0.0/0", "::/0"]);
  assert.equal(wide.allowsAddress("169.254.169.253", 80), true);
  assert.equal(wide.allowsAddress("169.254.169.254", 80), false);
  assert.equal(wide.allowsAddress("fd00:ec2::254", 80), false);
  const exact = readAllowList(["169.254.169.254:80"]);
  assert.equal(exact.allowsAddress("169.254.169.254", 80), true);
  assert.equal(exact.allowsAddress("169.254.169.254", 81), false);
});

test("entries that cannot be read are named", () => {
  for (const entry of [
    "localhost",
    "*:80",
    "127.0.0.1:*",
    "10.0.0.0/99",
    "a:0",
    "a:70000",
    "",
    "http://a:80",
    "a b:80",
  ]) {
    assert.throws(() => readAllowList([entry]), { code: "invalid_config" }, entry);
  }
});
