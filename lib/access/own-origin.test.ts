import assert from "node:assert/strict";
import { it } from "node:test";
import { requireOwnOrigin } from "./own-origin.ts";
import { ownPath } from "./own-path.ts";

const home = { baseUrl: "http://localhost:3000", loopback: true };
const open = { baseUrl: "https://flows.example.com", loopback: false };

it("accepts the pages' own origin", () => {
  const accepted = [
    [{ origin: "http://localhost:3000", host: "localhost:3000" }, home],
    [{ origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, home],
    [{ origin: "http://[::1]:3000", host: "[::1]:3000" }, home],
    [{ origin: "https://flows.example.com", host: "10.0.0.7:3000" }, open],
    [{ origin: "http://10.0.0.7:3000", host: "10.0.0.7:3000" }, open],
    [{ origin: "https://b.example", host: "inner", forwardedHost: "b.example" }, open],
  ] as const;
  for (const [received, settings] of accepted) {
    assert.doesNotThrow(() => requireOwnOrigin(received, settings), JSON.stringify(received));
  }
});

it("refuses a missing, opaque or foreign origin", () => {
  const refused = [
    [{ origin: null, host: "localhost:3000" }, home],
    [{ origin: "null", host: "localhost:3000" }, home],
    [{ origin: "http://evil.example", host: "localhost:3000" }, home],
    [{ origin: "http://localhost:3001", host: "localhost:3000" }, home],
    [{ origin: "https://evil.example", host: "flows.example.com" }, open],
    [{ origin: "https://flows.example.com.evil.example", host: "flows.example.com" }, open],
    [{ origin: "nonsense", host: "nonsense" }, open],
    // A foreign name that resolves to this machine (DNS rebinding).
    [{ origin: "http://evil.example:3000", host: "evil.example:3000" }, home],
    [{ origin: "http://localhost.evil.example:3000", host: "localhost.evil.example:3000" }, home],
  ] as const;
  for (const [received, settings] of refused) {
    assert.throws(
      () => requireOwnOrigin(received, settings),
      { code: "origin_refused" },
      JSON.stringify(received),
    );
  }
});

it("leads back to own paths only", () => {
  for (const path of ["/flows", "/flows/1?tab=a#b"]) assert.equal(ownPath(path), path);
  const foreign = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
  ];
  for (const path of [...foreign, "", "flows", "/a\nb", "/\t/evil.example", null, undefined]) {
    assert.equal(ownPath(path), "/", String(path));
  }
});
