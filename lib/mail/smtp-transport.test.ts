import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createEgressGuard, type EgressGuard, type LookupFn } from "#lib/http/egress-guard.ts";
import { explainSmtpFailure } from "./explain-smtp-failure.ts";
import { createSmtpTransport, type SmtpOptions } from "./smtp-transport.ts";

const password = "an-app-password";
const usual = getCACertificates("default");
const servers: SMTPServer[] = [];
const mutes: { close(): void }[] = [];
let certificate: { key: string; cert: string };
let guard: EgressGuard;

/** mail.test is this machine, as far as these tests are concerned. */
const lookup: LookupFn = (_name, options, callback) =>
  options.all
    ? callback(null, [{ address: "127.0.0.1", family: 4 }])
    : callback(null, "127.0.0.1", 4);

before(async () => {
  const made = await generate([{ name: "commonName", value: "mail.test" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "mail.test" }] }],
  });
  certificate = { key: made.private, cert: made.cert };
  setDefaultCACertificates([...usual, made.cert]);
  guard = createEgressGuard(readAllowList(["127.0.0.0/8"]), lookup);
});
after(async () => {
  setDefaultCACertificates(usual);
  for (const mute of mutes) mute.close();
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(done))));
});

const said: { user: string; secure: boolean }[] = [];
const received: string[] = [];

async function serve(options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    onAuth(auth, session, callback) {
      said.push({ user: auth.username ?? "", secure: session.secure });
      if (auth.password === password) callback(null, { user: auth.username });
      else callback(new Error("Wrong password"));
    },
    onData(stream, _session, callback) {
      let text = "";
      stream.on("data", (chunk) => {
        text += chunk;
      });
      stream.on("end", () => {
        received.push(text);
        callback();
      });
    },
    ...options,
  });
  servers.push(server);
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.server.address() as AddressInfo).port; // it listens on a port
}

async function attempt(port: number, options: Partial<SmtpOptions> = {}, by = guard) {
  const full: SmtpOptions = {
    host: "mail.test",
    ...{ port, security: "starttls", user: "ada", password, timeoutMs: 2_000 },
    ...options,
  };
  const transport = createSmtpTransport(full, by);
  try {
    return await transport.verify();
  } catch (error) {
    throw explainSmtpFailure(error, full);
  } finally {
    transport.close();
  }
}

const says = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Error && "code" in error);
  assert.equal(error.code, code, error.message);
  assert.match(`${error.message} ${"next" in error ? error.next : ""}`, words);
  return true;
};

describe("a mail server", () => {
  it("is signed in to over STARTTLS and over TLS, and hears no password before", async () => {
    for (const secure of [false, true]) {
      said.length = 0;
      const port = await serve({ secure });
      assert.equal(await attempt(port, { security: secure ? "tls" : "starttls" }), true);
      assert.deepEqual(said, [{ user: "ada", secure: true }]);
    }
  });

  it("gets the mail as it was meant", async () => {
    const port = await serve();
    const transport = createSmtpTransport(
      { host: "mail.test", ...{ port, security: "starttls", user: "ada", password } },
      guard,
    );
    await transport.sendMail({ from: "a@x.test", to: "b@x.test", subject: "Hi", text: "Héllo" });
    transport.close();
    assert.match(received.at(-1) ?? "", /^Subject: Hi\r?$/m);
  });

  it("reads no file and no address for an attachment", async () => {
    const port = await serve();
    const transport = createSmtpTransport({ host: "mail.test", port, security: "starttls" }, guard);
    for (const path of ["/etc/hostname", "https://example.com/"]) {
      await assert.rejects(
        transport.sendMail({ from: "a@x.test", to: "b@x.test", attachments: [{ path }] }),
        /rejected|not allowed|disabled|access/i,
      );
    }
    transport.close();
  });

  it("is told no password when it does not offer encryption", async () => {
    said.length = 0;
    const port = await serve({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
    await assert.rejects(attempt(port), says("mail_failed", /does not offer encryption/));
    assert.deepEqual(said, []);
    assert.equal(await attempt(port, { security: "none" }), true);
  });

  it("is not trusted with a certificate of nobody", async () => {
    said.length = 0;
    const port = await serve();
    setDefaultCACertificates(usual);
    try {
      await assert.rejects(attempt(port), says("tls_failed", /signed by nobody/));
    } finally {
      setDefaultCACertificates([...usual, certificate.cert]);
    }
    await assert.rejects(attempt(port, { host: "other.test" }), says("tls_failed", /another name/));
    assert.deepEqual(said, []);
  });

  it("says in plain words what is wrong", async () => {
    const port = await serve();
    await assert.rejects(attempt(port, { password: "wrong" }), says("mail_failed", /app password/));
    await assert.rejects(
      attempt(port, { security: "tls" }),
      says("mail_failed", /does not speak TLS at once/),
    );
    const closed = await serve();
    await new Promise<void>((done) => servers.at(-1)?.close(done));
    await assert.rejects(attempt(closed), says("upstream_unreachable", /refused the connection/));
  });

  it("does not keep anybody waiting", async () => {
    const mute = await listenMute();
    await assert.rejects(attempt(mute, { timeoutMs: 300 }), says("mail_failed", /kept silent/));
  });

  it("is not called where Patchbay must not go", async () => {
    let calls = 0;
    const listener = await listenMute(() => calls++);
    const strict = createEgressGuard(readAllowList([]), lookup);
    for (const host of ["127.0.0.1", "mail.test", "localhost", "::1"]) {
      await assert.rejects(
        attempt(listener, { host }, strict),
        says("egress_refused", /may not call/),
      );
    }
    assert.equal(calls, 0);
  });
});

/** Accepts connections and says nothing. */
async function listenMute(onCall: () => void = () => undefined) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    onCall();
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  mutes.push({
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port; // it listens on a port
}
