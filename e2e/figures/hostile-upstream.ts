import { createHash, randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";

/**
 * An API that does everything to whoever calls it, in a process of its own. Arguments: its port. What
 * `/upload` received is told by `/uploads`; `/hook` is down until `/hook-up`, and `/deliveries` tells what
 * was sent to it.
 */
export type Upload = { bytes: number; files: number; hash: string };
export type Delivery = { key: string; n: number; taken: boolean };

const port = Number(process.argv[2]);
const uploads: Upload[] = [];
const deliveries: Delivery[] = [];
let hookIsUp = false;
const file = randomBytes(20_000_000);

function* zeros(total: number): Generator<Buffer> {
  const piece = Buffer.alloc(1_000_000);
  for (let sent = 0; sent < total; sent += piece.length) yield piece;
}

const answers: { [path: string]: (response: ServerResponse) => void } = {
  /** 2 GB, about 2 MB on the wire. */
  "/bomb": (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    Readable.from(zeros(2_000_000_000)).pipe(createGzip()).pipe(response);
    response.on("error", () => undefined);
  },
  "/endless": (response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    Readable.from(zeros(Number.POSITIVE_INFINITY)).pipe(response);
  },
  /** The status line at once, then a header a second. */
  "/slow-headers": ({ socket }) => {
    socket?.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => socket?.write("x-more: 1\r\n"), 1_000);
    socket?.on("close", () => clearInterval(timer)).on("error", () => undefined);
  },
  "/trickle": (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 500);
    response.on("close", () => clearInterval(timer));
  },
  "/no-json": (response) => {
    response.setHeader("content-type", "application/json").end('{"id": 1, "name": ');
  },
  "/charset": (response) => {
    response.setHeader("content-type", "text/plain; charset=klingon").end("tlhIngan Hol");
  },
  "/loop": (response) => {
    response.writeHead(302, { location: `/loop?${Math.random()}` }).end();
  },
  "/short": (response) => {
    response.writeHead(200, { "content-length": "1000" }).write("only this");
    setTimeout(() => response.destroy(), 50);
  },
  "/file": (response) => {
    const headers = { "content-type": "application/octet-stream", "content-length": file.length };
    response.writeHead(200, headers).end(file);
  },
  "/small-file": (response) => {
    response.setHeader("content-type", "application/octet-stream").end(file.subarray(0, 10_000));
  },
  "/megabyte": (response) => {
    const type = { "content-type": "application/octet-stream" };
    response.writeHead(200, type).end(file.subarray(0, 1_000_000));
  },
  "/file-hash": (response) => {
    response.end(createHash("sha256").update(file).digest("hex"));
  },
  "/uploads": (response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(uploads));
  },
  "/hook-up": (response) => {
    hookIsUp = true;
    response.end();
  },
  "/deliveries": (response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(deliveries));
  },
};

const server = createServer(async (request, response) => {
  response.on("error", () => undefined);
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const answer = answers[path];
  if (path === "/hook") {
    let text = "";
    for await (const piece of request) text += String(piece);
    const { n } = JSON.parse(text) as { n: number }; // as the flow writes it
    deliveries.push({ key: String(request.headers["idempotency-key"]), n, taken: hookIsUp });
    response.writeHead(hookIsUp ? 200 : 503).end(hookIsUp ? "Accepted" : "down");
    return;
  }
  if (path !== "/upload") {
    request.resume();
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
    return;
  }
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const form = await new Response(Buffer.concat(pieces), {
    headers: { "content-type": request.headers["content-type"] ?? "" },
  }).formData();
  const part = form.get("file");
  const bytes = part instanceof File ? Buffer.from(await part.arrayBuffer()) : Buffer.alloc(0);
  const hash = createHash("sha256").update(bytes).digest("hex");
  uploads.push({ bytes: bytes.length, files: form.getAll("file").length, hash });
  response.setHeader("content-type", "application/json").end(JSON.stringify({ ok: true }));
});
server.on("clientError", (_, socket) => socket.destroy());
server.listen(port, "127.0.0.1", () => process.send?.("ready"));
