import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { SMTPServer } from "smtp-server";
import { testConnection } from "../../test-connection.ts";
import { connectionOf, createBench, listen } from "../kind.fixture.ts";

const bench = createBench();
after(() => bench.close());

async function serve() {
  const users: string[] = [];
  let mails = 0;
  const server = new SMTPServer({
    logger: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth(auth, _session, callback) {
      users.push(auth.username ?? "");
      if (auth.password === "right-password") callback(null, { user: auth.username });
      else callback(new Error("No"));
    },
    onData(stream, _session, callback) {
      mails++;
      stream.resume().on("end", callback);
    },
  });
  server.on("error", () => undefined);
  bench.keep(server.server);
  return { port: await listen(server.server), users, mails: () => mails };
}

const mail = (port: number, values: { [key: string]: string } = {}) =>
  connectionOf("smtp", {
    ...{ host: "127.0.0.1", port: String(port), security: "none", user: "ada" },
    ...{ password: "right-password", fromAddress: "ada@example.com", allowInsecure: "true" },
    ...values,
  });

describe("a mail server", () => {
  it("is signed in to, and gets no mail", async () => {
    const { port, users, mails } = await serve();
    const outcome = await testConnection(mail(port), bench.tools, false);
    assert.equal(outcome.ok, true, outcome.message);
    assert.match(outcome.message, /No mail was sent/);
    assert.deepEqual([users, mails()], [["ada"], 0]);
  });

  it("that refuses the password, or offers no encryption, fails in plain words", async () => {
    const { port, users } = await serve();
    const wrong = await testConnection(mail(port, { password: "wrong-one" }), bench.tools, false);
    assert.match(wrong.message, /refused the user name or password/);
    users.length = 0;
    const plain = await testConnection(mail(port, { security: "starttls" }), bench.tools, false);
    assert.match(plain.message, /does not offer encryption/);
    assert.deepEqual([plain.ok, users], [false, []]);
  });

  it("without encryption needs an admin to say so", () => {
    assert.throws(() => mail(25, { allowInsecure: "" }), /others on the way can read/);
    assert.ok(mail(25, { allowInsecure: "", user: "" }));
  });

  it("is a name, a port and an address", () => {
    assert.throws(() => mail(0), { code: "invalid_input" });
    assert.throws(() => mail(25, { host: "smtp://x" }), { code: "invalid_input" });
    assert.throws(() => mail(25, { fromAddress: "a@b\r\nBcc: c@d" }), { code: "invalid_input" });
    assert.throws(() => mail(25, { security: "maybe" }), { code: "invalid_input" });
  });
});
