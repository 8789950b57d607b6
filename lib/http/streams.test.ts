import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { PassThrough, Writable } from "node:stream";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { createHttpClient } from "./client.ts";

const http = createHttpClient({ allow: ["127.0.0.0/8"] });
const servers: Server[] = [];
after(async () => {
  await http.close();
  for (const server of servers) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const pieces = Array.from({ length: 20 }, () => randomBytes(50_000));
const whole = Buffer.concat(pieces);
async function* inPieces() {
  for (const piece of pieces) yield piece;
}

describe("bodies that are sent piece by piece", () => {
  it("arrive whole, with their length when it is known", async () => {
    const seen: { length: string | undefined; coding: string | undefined; body: Buffer }[] = [];
    const origin = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { "content-length": length, "transfer-encoding": coding } = request.headers;
      seen.push({ length, coding, body: Buffer.concat(chunks) });
      response.end();
    });
    const send = (bytes?: number) =>
      http.request({
        method: "POST",
        url: origin,
        body: { ...(bytes !== undefined && { bytes }), open: inPieces },
      });
    await send(whole.length);
    await send();
    assert.deepEqual(
      seen.map(({ length, coding, body }) => [length, coding, body.equals(whole)]),
      [
        [String(whole.length), undefined, true],
        [undefined, "chunked", true],
      ],
    );
  });

  it("are read anew behind a redirect that keeps them", async () => {
    let received = Buffer.alloc(0);
    const target = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received = Buffer.concat(chunks);
      response.end("ok");
    });
    const origin = await serve((request, response) => {
      request.resume().on("end", () => response.writeHead(307, { location: target }).end());
    });
    const body = { bytes: whole.length, open: inPieces };
    const answer = await http.request({ method: "PUT", url: origin, body });
    assert.equal(answer.status, 200);
    assert.ok(received.equals(whole));
  });

  it("that break off end the request with their own error, and are closed", async () => {
    const origin = await serve((request) => void request.resume());
    let closed = false;
    async function* breaking() {
      try {
        yield randomBytes(1_000);
        throw new Error("the file is gone");
      } finally {
        closed = true;
      }
    }
    await assert.rejects(http.request({ method: "POST", url: origin, body: { open: breaking } }));
    assert.equal(closed, true);
  });
});

describe("answers that are taken as they arrive", () => {
  it("are unpacked, and never held as a whole: whoever takes them sets the pace", async () => {
    const large = randomBytes(3_000_000);
    const origin = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(large));
    });
    const taken: Buffer[] = [];
    let most = 0;
    const sink = new Writable({
      highWaterMark: 64 * 1024,
      write(chunk: Buffer, _encoding, done) {
        most = Math.max(most, sink.writableLength);
        taken.push(chunk);
        setImmediate(done);
      },
    });
    const ended = new Promise((resolve) => sink.on("finish", resolve));
    const answer = await http.request({ method: "GET", url: origin, receive: () => sink });
    await ended;
    assert.ok(Buffer.concat(taken).equals(large));
    assert.equal(answer.body.length, 0);
    assert.ok(most < 400_000, `${most} bytes were waiting`);
  });

  it("may be left to the usual way, by their status", async () => {
    const origin = await serve((_request, response) => response.writeHead(404).end("nothing here"));
    const answer = await http.request({
      method: "GET",
      url: origin,
      receive: ({ status }) => (status < 400 ? new PassThrough() : undefined),
    });
    assert.equal(Buffer.from(answer.body).toString(), "nothing here");
  });

  it("end with an error when they are too large, break off or are given up", async () => {
    const endless = await serve((_request, response) => {
      const timer = setInterval(() => response.write(randomBytes(20_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    const destroyed: (Error | null)[] = [];
    const sink = () => {
      const through = new PassThrough().resume();
      return through.on("close", () => destroyed.push(through.errored));
    };
    const request = { method: "GET", url: endless, receive: sink };
    await assert.rejects(http.request({ ...request, maxBytes: 100_000 }), {
      code: "response_too_large",
    });
    const broken = await serve((_request, response) => {
      response.writeHead(200, { "content-length": 100_000 }).write("a");
      setTimeout(() => response.destroy(), 20);
    });
    await assert.rejects(http.request({ ...request, url: broken }), { code: "upstream_closed" });
    assert.equal(destroyed.filter((error) => error !== null).length, 2);
    await assert.rejects(
      http.request({
        ...request,
        receive: () => {
          const through = new PassThrough();
          setTimeout(() => through.destroy(), 20);
          return through;
        },
      }),
      { code: "internal" },
    );
  });
});

describe("timings", () => {
  it("say what a new connection took, and nothing for one that was there", async () => {
    const origin = await serve((_request, response) => {
      setTimeout(() => {
        response.write("a");
        setTimeout(() => response.end("b"), 30);
      }, 40);
    });
    const first = (await http.request({ method: "GET", url: origin })).timings;
    assert.ok(first.connectMs > 0, "it connected");
    assert.equal(first.tlsMs, 0);
    assert.ok(first.waitMs >= 38, `waited ${first.waitMs} ms`);
    assert.ok(first.downloadMs >= 28, `downloaded for ${first.downloadMs} ms`);
    const { queueMs, dnsMs, connectMs, waitMs, downloadMs, totalMs } = first;
    const sum = queueMs + dnsMs + connectMs + waitMs + downloadMs;
    assert.ok(sum <= totalMs + 0.1, `${sum} ms are more than ${totalMs} ms`);
    // Its connection is free for the next one a moment after its end.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = (await http.request({ method: "GET", url: origin })).timings;
    assert.deepEqual([second.dnsMs, second.connectMs, second.tlsMs], [0, 0, 0]);
  });
});

describe("proxies", () => {
  /** A proxy as RFC 9110, 9.3.6 wants it; notes what was asked of it. */
  async function startProxy(password?: string) {
    const asked: string[] = [];
    const server = createServer();
    servers.push(server);
    server.on("connect", (request, socket, head) => {
      asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? "-"}`);
      const wanted = `Basic ${Buffer.from(`user:${password}`).toString("base64")}`;
      if (password !== undefined && request.headers["proxy-authorization"] !== wanted) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const [host = "", port = ""] = (request.url ?? "").split(":");
      const outward = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        outward.write(head);
        outward.pipe(socket).pipe(outward);
      });
      outward.on("error", () => socket.destroy());
      socket.on("error", () => outward.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { port: (server.address() as AddressInfo).port, asked };
  }

  it("are gone through, with their credentials", async () => {
    const proxy = await startProxy("p@ss");
    const origin = await serve((request, response) => {
      response.end(String(request.headers["proxy-authorization"]));
    });
    const request = { method: "GET", url: `${origin}/x` };
    const through = (who: string) => `http://${who}127.0.0.1:${proxy.port}`;
    const answer = await http.request({ ...request, proxy: through("user:p%40ss@") });
    assert.equal(Buffer.from(answer.body).toString(), "undefined", "the target never sees them");
    assert.equal(proxy.asked.length, 1);
    assert.match(proxy.asked[0] ?? "", /^127\.0\.0\.1:\d+ Basic /);
    await assert.rejects(http.request({ ...request, proxy: through("") }), {
      code: "proxy_refused",
    });
  });

  it("open no way to what may not be called", async () => {
    const proxy = await startProxy();
    const strict = createHttpClient({ allow: [`127.0.0.1:${proxy.port}`] });
    const through = { proxy: `http://127.0.0.1:${proxy.port}` };
    for (const url of ["http://127.0.0.1:1/", "http://localhost:1/", "http://169.254.169.254/"]) {
      await assert.rejects(strict.request({ method: "GET", url, ...through }), {
        code: "egress_refused",
      });
    }
    const inside = { proxy: "http://10.0.0.1:3128" };
    await assert.rejects(strict.request({ method: "GET", url: "http://example.com/", ...inside }), {
      code: "egress_refused",
    });
    assert.deepEqual(proxy.asked, []);
    for (const odd of ["proxy", "socks5://127.0.0.1:1", "http://127.0.0.1/path", ""]) {
      await assert.rejects(
        strict.request({ method: "GET", url: "http://example.com", proxy: odd }),
        {
          code: "invalid_url",
        },
      );
    }
    await strict.close();
  });
});
