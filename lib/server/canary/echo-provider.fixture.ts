import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Canary } from "./canary-secret.fixture.ts";

type Answer = (response: ServerResponse, secret: string, request: IncomingMessage) => void;

const base64 = (text: string) => Buffer.from(text).toString("base64");
const html = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (sign) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" }[sign]};`,
  );

function send(status: number, type: string, body: (secret: string) => string): Answer {
  return (response, secret) =>
    response.writeHead(status, { "content-type": type }).end(body(secret));
}
const json = (status: number, body: (secret: string) => unknown) =>
  send(status, "application/json", (secret) => JSON.stringify(body(secret)));
const redirect = (status: number, to: (secret: string) => string): Answer => {
  return (response, secret) => response.writeHead(status, { location: to(secret) }).end();
};

/** Every way in which a provider of ours repeats the credential it was given, or fails. */
export const behaviours: { readonly [name: string]: Answer } = {
  "repeats-it": json(200, (secret) => ({ echo: secret, deep: [{ [secret]: `key ${secret}!` }] })),
  "issues-it": json(200, (secret) => ({
    ...{ access_token: secret, token_type: "Bearer", expires_in: 3600 },
  })),
  "401-plain": json(401, (secret) => ({ error: `The key ${secret} is not valid.` })),
  "403-text": send(403, "text/plain", (secret) => `no: ${secret}`),
  "401-status-text": (response, secret) =>
    response.writeHead(401, `Bad key ${secret.replace(/[^\x20-\x7e]/g, "")}`).end(),
  "400-cut-status": (response, secret) =>
    response.writeHead(400, `${"x".repeat(25)}${secret}`).end(),
  "400-cut-body": send(400, "text/plain", (secret) => `${"x".repeat(1_965)}${secret}`),
  "401-html": send(401, "text/html", (secret) => `<p>Key ${html(secret)}</p>`),
  "200-html": send(200, "text/html", (secret) => `<form><input value="${html(secret)}"></form>`),
  "400-base64": json(400, (secret) => ({ got: base64(secret) })),
  "400-base64url": json(400, (secret) => ({ got: Buffer.from(secret).toString("base64url") })),
  "400-base64-within": json(400, (secret) => ({
    one: base64(`Authorization: Bearer ${secret}; x`),
    two: base64(`x${secret}`),
    three: base64(`xx${secret}xx`),
  })),
  "400-basic": json(400, (secret) => ({ got: `Basic ${base64(`canary-user:${secret}`)}` })),
  "400-url-encoded": send(400, "text/plain", (secret) => `k=${encodeURIComponent(secret)}&x=1`),
  "400-url-lower": send(400, "text/plain", (secret) =>
    encodeURIComponent(secret).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
  ),
  "400-json-in-json": json(400, (secret) => ({ log: JSON.stringify({ key: secret }) })),
  "500-headers": (response, _secret, request) =>
    response
      .writeHead(500, { "content-type": "application/json" })
      .end(JSON.stringify({ url: request.url, headers: request.headers })),
  "503-retry": (response, secret) =>
    response.writeHead(503, { "retry-after": secret, "x-key": secret }).end(secret),
  "401-header": (response, secret) =>
    response
      .writeHead(401, {
        "www-authenticate": `Bearer error="${secret}"`,
        "set-cookie": `k=${secret}`,
      })
      .end(),
  "200-headers": (response, secret) =>
    response.writeHead(200, { "x-key": secret, "content-type": "application/json" }).end("{}"),
  "invalid-json": send(200, "application/json", (secret) => `{"key": "${secret}", oops`),
  "invalid-xml": send(200, "application/xml", (secret) => `<a><${secret}`),
  xml: send(200, "application/xml", (secret) => `<a k="1"><b>${html(secret)}</b></a>`),
  charset: (response, secret) =>
    response.writeHead(200, { "content-type": `text/plain; charset=${secret}` }).end("x"),
  encoding: (response, secret) => response.writeHead(200, { "content-encoding": secret }).end("x"),
  "content-type": (response, secret) =>
    response.writeHead(200, { "content-type": `image/${secret}` }).end("x"),
  "too-large": (response, secret) =>
    response.writeHead(200).end(`${secret}${"x".repeat(5_100_000)}`),
  hangs: () => undefined,
  closes: (response, secret) => {
    response.writeHead(200, { "content-length": "5000" }).write(secret);
    setTimeout(() => response.destroy(), 20);
  },
  "no-http": (response, secret) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\n${secret} ${secret}\r\n\r\n`);
  },
  "redirects-to-an-echo": redirect(302, (secret) => `403-text?k=${encodeURIComponent(secret)}`),
  "redirects-away": redirect(302, (secret) => `http://10.0.0.1/?k=${encodeURIComponent(secret)}`),
  "redirects-to-a-name": redirect(
    307,
    (secret) => `http://${secret.slice(0, 20)}.invalid/${secret.slice(20, 52)}`,
  ),
  "redirects-to-nonsense": redirect(302, (secret) => `http://[${secret}`),
  "redirects-in-circles": redirect(302, (secret) => `?k=${encodeURIComponent(secret)}`),
  "redirects-elsewhere": redirect(301, (secret) => `ftp://x/${encodeURIComponent(secret)}`),
};

/** A provider at `<origin>/<kind>/<behaviour>`, which knows the secret of each kind. */
export async function startEchoProvider(canaries: readonly Canary[]) {
  const secrets = new Map(canaries.map(({ kind, secret }) => [kind, secret]));
  const server = createServer((request, response) => {
    const [, kind = "", name = ""] = (request.url ?? "").split(/[/?]/);
    const secret = secrets.get(kind);
    const answer = behaviours[name];
    if (secret === undefined || answer === undefined) response.writeHead(404).end();
    else answer(response, secret, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; /* it listens on a port */
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
