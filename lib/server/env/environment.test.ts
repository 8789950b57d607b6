import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { readEnvironment } from "./environment.ts";

const key = `k1:${randomBytes(32).toString("base64")}`;

function complaints(source: { [name: string]: string }): string[] {
  const result = readEnvironment(source, "/project");
  return result.ok ? [] : result.complaints;
}

test("nothing set gives a server on loopback with its own database below the project", () => {
  const result = readEnvironment({ PORT: "", LOG_LEVEL: " " }, "/project");
  assert.ok(result.ok);
  assert.equal(result.environment.port, 3000);
  assert.equal(result.environment.host, "127.0.0.1");
  assert.equal(result.environment.dataDir, "/project/.patchbay");
  assert.deepEqual(result.environment.roles, ["web", "worker"]);
});

test("a wrong value names the variable, what is expected and what was given", () => {
  const wrong: [string, string][] = [
    ["PORT", "abc"],
    ["PORT", "65536"],
    ["HOST", "bad host"],
    ["DATABASE_URL", "mysql://x"],
    ["PATCHBAY_TRUST_PROXY", "maybe"],
    ["PATCHBAY_BASE_URL", "example.com"],
    ["PATCHBAY_ROLES", "web,queue"],
    ["PATCHBAY_ADMIN_EMAIL", "nobody"],
    ["PATCHBAY_EGRESS_ALLOW", "localhost"],
    ["PATCHBAY_OIDC_ISSUER", "http://login.example.com"],
    ["PATCHBAY_GITHUB_URL", "github.example.com"],
    ["LOG_LEVEL", "loud"],
  ];
  for (const [name, value] of wrong) {
    const [complaint, ...more] = complaints({ [name]: value });
    assert.deepEqual(more, [], name);
    assert.match(complaint ?? "", new RegExp(`^${name}: expected .+, got "${value}"$`));
  }
});

test("secrets are never repeated", () => {
  for (const name of [
    "PATCHBAY_ENCRYPTION_KEYS",
    "PATCHBAY_ADMIN_PASSWORD",
    "PATCHBAY_METRICS_TOKEN",
    "PATCHBAY_SMTP_URL",
  ]) {
    const [complaint] = complaints({ [name]: "hunter2" });
    assert.match(complaint ?? "", new RegExp(`^${name}: expected`));
    assert.doesNotMatch(complaint ?? "", /hunter2/);
  }
});

test("a provider to sign in with is set up wholly or not at all", () => {
  const oidc = {
    PATCHBAY_OIDC_ISSUER: "https://login.example.com",
    PATCHBAY_OIDC_CLIENT_ID: "patchbay",
    PATCHBAY_OIDC_CLIENT_SECRET: "hunter2-hunter2",
  };
  const all = readEnvironment({ ...oidc, PATCHBAY_OIDC_NAME: "Acme" }, "/project");
  assert.ok(all.ok);
  assert.deepEqual(
    all.environment.signInProviders.map(({ id, label, url }) => [id, label, url]),
    [["oidc", "Acme", "https://login.example.com"]],
  );
  for (const name of Object.keys(oidc)) {
    const [complaint] = complaints({ ...oidc, [name]: "" });
    assert.match(complaint ?? "", /^PATCHBAY_OIDC_ISSUER, .+: expected all or none of them$/);
    assert.doesNotMatch(complaint ?? "", /hunter2/);
  }
  for (const provider of ["GOOGLE", "GITHUB"]) {
    const [complaint] = complaints({ [`PATCHBAY_${provider}_CLIENT_ID`]: "patchbay" });
    assert.match(complaint ?? "", /CLIENT_SECRET: expected both or neither of them$/);
  }
});

test("a database of one's own needs the keys too", () => {
  const DATABASE_URL = "postgresql://u:p@db:5432/x";
  assert.match(complaints({ DATABASE_URL })[0] ?? "", /^PATCHBAY_ENCRYPTION_KEYS: expected with/);
  assert.deepEqual(complaints({ DATABASE_URL, PATCHBAY_ENCRYPTION_KEYS: key }), []);
});

test("one role alone needs a database that the other can reach", () => {
  assert.match(complaints({ PATCHBAY_ROLES: "worker" })[0] ?? "", /^PATCHBAY_ROLES: expected both/);
  const DATABASE_URL = "postgresql://u:p@db:5432/x";
  const result = readEnvironment(
    { PATCHBAY_ROLES: "worker", DATABASE_URL, PATCHBAY_ENCRYPTION_KEYS: key },
    "/project",
  );
  assert.ok(result.ok);
  assert.deepEqual(result.environment.roles, ["worker"]);
});

test("the unattended account needs both halves", () => {
  assert.equal(complaints({ PATCHBAY_ADMIN_EMAIL: "a@example.com" }).length, 1);
  assert.deepEqual(
    complaints({ PATCHBAY_ADMIN_EMAIL: "a@example.com", PATCHBAY_ADMIN_PASSWORD: "0123456789" }),
    [],
  );
});

test("lists are split and addresses reduced to their origin", () => {
  const result = readEnvironment(
    {
      PATCHBAY_EGRESS_ALLOW: "localhost:4000, 10.0.0.0/8,[::1]:80",
      PATCHBAY_BASE_URL: "https://flows.example.com/some/path",
    },
    "/project",
  );
  assert.ok(result.ok);
  assert.deepEqual(result.environment.egressAllow, ["localhost:4000", "10.0.0.0/8", "[::1]:80"]);
  assert.equal(result.environment.baseUrl, "https://flows.example.com");
});

test("mail needs a server and a sender, and an address for a sender", () => {
  const from = "Patchbay <flows@example.com>";
  const mailOf = (source: { [name: string]: string }) => {
    const result = readEnvironment(source, "/project");
    return result.ok ? result.environment.mail?.from : result.complaints;
  };
  const server = "smtp://mail.example.com";
  assert.equal(mailOf({}), undefined);
  assert.equal(mailOf({ PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: from }), from);
  assert.equal(mailOf({ PATCHBAY_SMTP_URL: "smtp://a%40x.test:p@mail.example.com" }), "a@x.test");
  assert.match(String(mailOf({ PATCHBAY_SMTP_URL: server })), /^PATCHBAY_MAIL_FROM: expected with/);
  assert.match(String(mailOf({ PATCHBAY_MAIL_FROM: from })), /^PATCHBAY_SMTP_URL: expected with/);
  const broken = { PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: "a@x.test\r\nBcc: b@x.test" };
  assert.match(String(mailOf(broken)), /^PATCHBAY_MAIL_FROM: expected an address/);
});
