import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { after, describe, test } from "node:test";
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { createHttpClient, type HttpClient } from "./client.ts";

const client: HttpClient = createHttpClient({ allow: ["127.0.0.0/8"], connectTimeoutMs: 5_000 });
const servers: Server[] = [];
after(async () => {
  await client.close();
  for (const server of servers) server.close();
});

describe("answers", () => {
  test("method, headers and body arrive once, the answer comes back whole", async () => {
    const seen: unknown[] = [];
    const origin = await serve((req, res) => {
      req.on("data", (chunk: Buffer) => {
        seen.push([
          req.method,
          req.url,
          req.headers["x-one"],
          req.headers["user-agent"],
          String(chunk),
        ]);
      });
      req.on("end", () => {
        res.writeHead(201, "Made", { "x-two": ["a", "b"] });
        res.end("done");
      });
    });
    const answer = await client.request({
      method: "post",
      url: `${origin}/orders?q=ä`,
      headers: { "X-One": "1" },
      body: "héllo",
    });
    assert.deepEqual(seen, [["POST", "/orders?q=%C3%A4", "1", "Patchbay", "héllo"]]);
    assert.equal(answer.status, 201);
    assert.equal(answer.statusText, "Made");
    assert.equal(answer.headers["x-two"], "a, b");
    assert.equal(Buffer.from(answer.body).toString(), "done");
    assert.ok(answer.timings.totalMs >= answer.timings.firstByteMs);
  });

  test("compressed answers are undone", async () => {
    const text = "patchbay ".repeat(10_000);
    const codings = {
      gzip: gzipSync(text),
      deflate: deflateSync(text),
      br: brotliCompressSync(text),
      zstd: zstdCompressSync(text),
    };
    const encoded = [...Object.entries(codings), ["deflate", deflateRawSync(text)] as const];
    for (const [coding, bytes] of encoded) {
      const origin = await serve((_req, res) => {
        res.setHeader("content-encoding", coding);
        res.end(bytes);
      });
      const answer = await client.request({ method: "GET", url: origin });
      assert.equal(Buffer.from(answer.body).toString(), text, coding);
    }
  });

  test("a damaged or unknown compression is named", async () => {
    const damaged = await serve((_req, res) => {
      res.setHeader("content-encoding", "gzip");
      res.end(gzipSync("x".repeat(5000)).subarray(0, 30));
    });
    const unknown = await serve((_req, res) => {
      res.setHeader("content-encoding", "lzma");
      res.end("xxx");
    });
    for (const url of [damaged, unknown]) {
      await assert.rejects(client.request({ method: "GET", url }), { code: "upstream_protocol" });
    }
  });

  test("bodiless answers end", async () => {
    const origin = await serve((req, res) => {
      res.writeHead(req.method === "HEAD" ? 200 : 204, { "content-encoding": "gzip" });
      res.end();
    });
    for (const method of ["HEAD", "GET"]) {
      assert.equal((await client.request({ method, url: origin })).body.length, 0);
    }
  });
});

describe("limits", () => {
  test("a compressed bomb is stopped at the limit and the connection ended", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_req, res) => {
      res.on("close", closed.resolve);
      res.setHeader("content-encoding", "gzip");
      res.write(bomb); // never ended: only the client can end it
    });
    await assert.rejects(client.request({ method: "GET", url: origin }), {
      code: "response_too_large",
      message: "The answer of 127.0.0.1 is larger than 5 MB.",
    });
    await closed.promise;
  });

  const endless = {
    "an endless body": { block: Buffer.alloc(64 * 1024, "x"), coding: "identity" },
    "an endless compressed body that unfolds to nothing": {
      block: Buffer.concat(Array.from({ length: 3_000 }, () => gzipSync(""))),
      coding: "gzip",
    },
  };
  for (const [name, { block, coding }] of Object.entries(endless))
    test(`${name} is stopped near the limit`, async () => {
      let sent = 0;
      const closed = Promise.withResolvers<void>();
      const origin = await serve((_req, res) => {
        res.setHeader("content-encoding", coding);
        let open = true;
        res.on("close", () => {
          open = false;
          closed.resolve();
        });
        const pump = () => {
          while (open && res.write(block)) sent += block.length;
          if (open) res.once("drain", pump);
        };
        pump();
      });
      await assert.rejects(client.request({ method: "GET", url: origin }), {
        code: "response_too_large",
      });
      await closed.promise;
      assert.ok(sent < 40_000_000, `the server could send ${sent} bytes`);
    });

  test("an announced size over the limit is refused before the body", async () => {
    const origin = await serve((_req, res) => {
      res.writeHead(200, { "content-length": 400_000_000 });
      res.flushHeaders();
    });
    await assert.rejects(client.request({ method: "GET", url: origin }), {
      code: "response_too_large",
    });
    const head = await client.request({ method: "HEAD", url: origin });
    assert.equal(head.headers["content-length"], "400000000");
  });

  test("exactly the limit passes, one byte more does not", async () => {
    const origin = await serve((_req, res) => {
      res.write("x".repeat(500));
      res.end("x".repeat(500));
    });
    const fits = await client.request({ method: "GET", url: origin, maxBytes: 1000 });
    assert.equal(fits.body.length, 1000);
    await assert.rejects(client.request({ method: "GET", url: origin, maxBytes: 999 }), {
      code: "response_too_large",
    });
  });

  test("slow headers and slow bodies end at the total time", async () => {
    const slowHeaders = await serveRaw((socket) => drip(socket, "HTTP/1.1 200 OK\r\nx-a: "));
    const slowBody = await serveRaw((socket) =>
      drip(socket, "HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n"),
    );
    const silent = await serveRaw(() => undefined);
    for (const url of [slowHeaders, slowBody, silent]) {
      await assert.rejects(client.request({ method: "GET", url, timeoutMs: 150 }), {
        code: "upstream_timeout",
        fault: "upstream",
      });
    }
  });

  test("an aborted run ends its request", async () => {
    const controller = new AbortController();
    const origin = await serveRaw(() => controller.abort());
    const request = client.request({ method: "GET", url: origin, signal: controller.signal });
    await assert.rejects(request, { code: "run_canceled" });
  });
});

test("a request whose time ran out before it had a connection is never sent", async () => {
  let served = 0;
  const origin = await serve((_req, res) => {
    served++;
    res.end();
  });
  const held: (() => void)[] = [];
  const own = createHttpClient({
    allow: ["127.0.0.0/8"],
    lookup: (_host, _options, callback) => {
      held.push(() => callback(null, [{ address: "127.0.0.1", family: 4 }]));
    },
  });
  const url = origin.replace("127.0.0.1", "slow.example");
  const late = own.request({ method: "POST", url, timeoutMs: 50 });
  await assert.rejects(late, { code: "upstream_timeout" });
  const later = own.request({ method: "POST", url });
  for (const release of held.splice(0)) release();
  assert.equal((await later).status, 200);
  assert.equal(served, 1);
  await own.close();
});

test("connections are kept and never more than 64 to one origin", async () => {
  let served = 0;
  const sockets = new Set<Socket>();
  const origin = await serve((req, res) => {
    served++;
    sockets.add(req.socket);
    res.end("ok");
  });
  const own = createHttpClient({ allow: ["127.0.0.0/8"] });
  await Promise.all(Array.from({ length: 300 }, () => own.request({ method: "GET", url: origin })));
  assert.equal(served, 300);
  assert.ok(sockets.size <= 64, `${sockets.size} connections`);
  await own.close();
});

describe("failures", () => {
  test("each has its own code and sentence", async () => {
    const closedPort = await serveRaw(() => undefined);
    await new Promise((resolve) => rawServers.get(closedPort)?.close(resolve));
    const hangsUp = await serveRaw((socket) => socket.destroy());
    const half = await serveRaw((socket) =>
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
    );
    const halfChunked = await serveRaw((socket) =>
      socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal"),
    );
    const endlessHeader = await serveRaw((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nx-a: ${"x".repeat(100_000)}`),
    );
    const nonsense = await serveRaw((socket) => socket.end("SSH-2.0-OpenSSH_9\r\n"));
    const noTls = (await serve((_req, res) => res.end())).replace("http:", "https:");
    const table = [
      [closedPort, "upstream_unreachable"],
      [hangsUp, "upstream_closed"],
      [half, "upstream_closed"],
      [halfChunked, "upstream_closed"],
      [endlessHeader, "upstream_protocol"],
      [nonsense, "upstream_protocol"],
      [noTls, "tls_failed"],
    ];
    for (const [url = "", code] of table) {
      await assert.rejects(
        client.request({ method: "GET", url }),
        { code, fault: "upstream" },
        url,
      );
    }
  });

  test("a name without a server", async () => {
    const own = createHttpClient({
      lookup: (_host, _options, callback) =>
        process.nextTick(callback, Object.assign(new Error("no"), { code: "ENOTFOUND" }), []),
    });
    await assert.rejects(own.request({ method: "GET", url: "https://nowhere.example/" }), {
      code: "dns_failed",
      message: "There is no server called nowhere.example.",
    });
    await own.close();
  });

  test("headers and methods that cannot be sent", async () => {
    const url = "http://127.0.0.1:9/";
    const refused: Record<string, string>[] = [
      { a: "x\r\nb: y" },
      { "a\r\nb": "x" },
      { a: "日本" },
      { Host: "b" },
      { "": "x" },
    ];
    for (const headers of refused) {
      await assert.rejects(client.request({ method: "GET", url, headers }), {
        code: "invalid_header",
      });
    }
    for (const method of ["CONNECT", "GE T", "GET\r\nX", ""]) {
      await assert.rejects(client.request({ method, url }), { code: "invalid_input" });
    }
  });

  test("a closed client takes no more requests", async () => {
    const own = createHttpClient({ allow: ["127.0.0.0/8"] });
    await own.close();
    await assert.rejects(own.request({ method: "GET", url: "http://127.0.0.1:9/" }), {
      code: "shutting_down",
    });
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const rawServers = new Map<string, ReturnType<typeof createTcpServer>>();
after(() => {
  for (const server of rawServers.values()) server.close();
});

/** A server below HTTP, which may break its rules; it acts when the first bytes have come. */
async function serveRaw(act: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => act(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rawServers.set(origin, server);
  return origin;
}

function drip(socket: Socket, start: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write("x"), 20);
  socket.on("close", () => clearInterval(timer));
}
