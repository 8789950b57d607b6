import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { connectionOf, listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { FilePort, FileRef } from "#lib/files/contract.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { executeNode } from "../../testing/context.ts";
import { definition } from "../definition.ts";
import { execute } from "../execute.ts";
import { type CurlCase, commands } from "./commands.fixture.ts";
import { importCurl } from "./import-curl.ts";

type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer };

/** The last request; behind /digest, the one that answers the challenge. */
let received: Received | undefined;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = "", url = "", headers } = request;
  received = { method, url, headers, body: Buffer.concat(chunks) };
  if (url === "/digest" && headers.authorization === undefined) {
    response.writeHead(401, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' });
  }
  response.end("{}");
});
const client = createHttpClient({ allow: ["127.0.0.0/8"] });
/** The echo server stands for hosts that are called by https. */
const http: HttpClient = {
  ...client,
  request: (request) => client.request({ ...request, allowInsecureCredentials: true }),
};
let origin = "";
let folder = "";
before(async () => {
  origin = `http://127.0.0.1:${await listen(server)}`;
  folder = await mkdtemp(join(tmpdir(), "curl-"));
});
after(async () => {
  await http.close();
  server.close();
  await rm(folder, { recursive: true });
});

/** Every host becomes the echo server. */
const toEcho = (command: string): string =>
  command
    .replace(/https:\/\/(\w+:[^@/]+@)?[a-z]+\.example\.com/g, (_, user = "") =>
      origin.replace("://", `://${user}`),
    )
    .replace(/(?<= )api\.example\.com/g, origin.replace("http://", ""));

async function byCurl({ command, forBash = command, files = {} }: CurlCase): Promise<Received> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  received = undefined;
  await promisify(execFile)("bash", ["-c", toEcho(forBash)], { cwd: folder });
  assert.ok(received, "curl sent something");
  return received;
}

async function byStep({ command, files = {} }: CurlCase): Promise<Received & { notes: string[] }> {
  const imported = importCurl(toEcho(command));
  assert.ok(imported);
  const { credential, leftOut, notes } = imported;
  const stored = new Map<string, { ref: FileRef; content: string }>();
  const store = (type: string): string => {
    const [[name, content] = ["", ""]] = Object.entries(files);
    const fileId = randomUUID();
    const ref = { fileId, name, type, size: Buffer.byteLength(content), url: "" };
    stored.set(fileId, { ref, content });
    return fileId;
  };
  // What a person does next: a file that was on their disk is chosen from an earlier step.
  const config: JsonObject = { ...definition.defaults, ...imported.config };
  // Cookies and the like go into the step only when somebody says so.
  const { headers = [], query = [] } = leftOut?.rows ?? {};
  config.headers = [...(imported.config.headers as Json[]) /* rows */, ...headers];
  config.query = [...(imported.config.query as Json[]) /* rows */, ...query];
  if (config.bodyType === "file") config.bodyFile = store("text/csv");
  if (Array.isArray(config.bodyParts)) {
    config.bodyParts = config.bodyParts.map((part) => {
      const row = part as JsonObject; // parts are objects
      return row.kind === "file" ? { ...row, value: store("text/plain") } : row;
    });
  }
  const port: FilePort = {
    save: () => assert.fail("nothing is saved"),
    open: async (fileId) => {
      const file = stored.get(fileId);
      assert.ok(file);
      return {
        ref: file.ref,
        read: async function* () {
          yield Buffer.from(file.content);
        },
      };
    },
  };
  const connection = credential && connectionOf(credential.kind, credential.values);
  received = undefined;
  await executeNode(definition, execute, config, {
    http,
    files: port,
    ...(connection && { connection }),
  });
  assert.ok(received, "the step sent something");
  const text = JSON.stringify(imported.config);
  const left = [...headers, ...query].map(({ value }) => value);
  for (const value of [...left, ...(credential ? secretsOf(credential.values) : [])]) {
    assert.ok(!text.includes(value), `the document would hold ${value}`);
  }
  return { ...(received as Received), notes };
}

function secretsOf({ username, headerName, paramName, ...secrets }: { [key: string]: string }) {
  const values = secrets.headers === undefined ? Object.values(secrets) : [];
  const rows = JSON.parse(secrets.headers ?? "[]") as { value: string }[]; // as the form has them
  return [...values, ...rows.map(({ value }) => value)].filter((value) => value !== "");
}

/** What both say by themselves, each in its own way. */
const ownHeaders = new Set(
  "host,connection,content-length,accept-encoding,idempotency-key,transfer-encoding,expect,upgrade,keep-alive".split(
    ",",
  ),
);

async function compared({ method, url, headers, body }: Received) {
  const { pathname, searchParams } = new URL(url, "http://x");
  const type = headers["content-type"] ?? "";
  const plain = Object.entries(headers).filter(
    ([name, value]) =>
      !ownHeaders.has(name) &&
      !(name === "user-agent" && /^(curl|Patchbay)/.test(String(value))) &&
      !(name === "accept" && value === "*/*") &&
      !(name === "authorization" && /^Digest/.test(String(value))) &&
      !(name === "content-type" && type.startsWith("multipart/")),
  );
  return {
    method,
    path: decodeURIComponent(pathname),
    query: [...searchParams],
    headers: Object.fromEntries(plain.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    body: await content(type, body),
    signsIn: /^\w+/.exec(headers.authorization ?? "")?.[0],
  };
}

/** Bytes; of forms what they say, for each has its own way to write “@” or a boundary. */
async function content(type: string, body: Buffer): Promise<unknown> {
  if (type.startsWith("application/x-www-form-urlencoded") && !body.toString().startsWith("{"))
    return [...new URLSearchParams(body.toString())];
  if (!type.startsWith("multipart/form-data")) return body.toString("latin1");
  const boundary = /boundary=(\S+)/.exec(type)?.[1] ?? "";
  return body
    .toString("latin1")
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = "", ...rest] = part.slice(2).split("\r\n\r\n");
      const lines = head.split("\r\n").map((line) => line.toLowerCase());
      return { head: lines.toSorted(), content: rest.join("\r\n\r\n") };
    });
}

describe("rest api: cURL import", () => {
  assert.ok(commands.length >= 30);
  for (const each of commands) {
    it(`sends what curl sends: ${each.what}`, async () => {
      const expected = await byCurl(each);
      const { notes, ...actual } = await byStep(each);
      assert.deepEqual(await compared(actual), await compared(expected));
      const wanted = each.notes ?? [];
      assert.equal(notes.length, wanted.length, notes.join("\n"));
      for (const note of wanted) assert.match(notes.join("\n"), note);
    });
  }

  it("is of no use without an address", () => {
    assert.equal(importCurl("curl -X POST -d a=1"), undefined);
  });
});
