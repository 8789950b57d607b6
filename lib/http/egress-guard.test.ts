import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { after, before, test } from "node:test";
import { createHttpClient, type LookupFn } from "./client.ts";

let accepted = 0;
const listener = createTcpServer((socket) => {
  accepted++;
  socket.destroy();
});
let port = 0;
before(async () => {
  await new Promise<void>((resolve) => listener.listen(0, "::", resolve));
  port = (listener.address() as AddressInfo).port;
});
after(() => listener.close());

const hostileHosts = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0x7f.0x0.0x0.0x1",
  "017700000001",
  "0177.0.0.1",
  "0177.0x0.1",
  "１２７.0.0.1",
  "①②⑦.⓪.⓪.①",
  "%31%32%37.0.0.1",
  "0",
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.254",
  "192.168.1.1",
  "100.64.0.1",
  "100.100.100.200",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "169.254.170.2",
  "168.63.129.16",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::127.0.0.1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:8.8.8.8]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a9fe:a9fe]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fe80::1%25eth0]",
  "[fe80::1%eth0]",
  "[::1%lo]",
  "[fec0::1]",
  "[ff02::1]",
  "[100::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[5f00::1]",
];

test("no notation of an address that is not public gets out", async (t) => {
  const client = createHttpClient({ allow: [] });
  for (const host of hostileHosts) {
    await t.test(host, async () => {
      const url = `http://${host}:${port}/`;
      await assert.rejects(client.request({ method: "GET", url }), { code: "egress_refused" });
    });
  }
  assert.equal(accepted, 0);
  await client.close();
});

const hostileAnswers = [
  ["127.0.0.1"],
  ["::1"],
  ["::ffff:127.0.0.1"],
  ["169.254.169.254"],
  ["fe80::1%eth0"],
  ["93.184.216.34", "127.0.0.1"],
  ["127.0.0.1", "93.184.216.34"],
];

test("no name that resolves to such an address gets out", async (t) => {
  for (const answer of hostileAnswers) {
    await t.test(answer.join(" "), async () => {
      const client = createHttpClient({ lookup: answering(() => answer) });
      const request = client.request({ method: "GET", url: `http://shop.example:${port}/` });
      await assert.rejects(request, { code: "egress_refused" });
      await client.close();
    });
  }
  assert.equal(accepted, 0);
});

test("the refusal names the target and what an administrator can do", async () => {
  const client = createHttpClient({});
  await assert.rejects(client.request({ method: "GET", url: "http://10.1.2.3:8080/" }), {
    message: "Patchbay may not call 10.1.2.3: it is on the server's own private network.",
    next: "If this call is meant, whoever runs Patchbay can allow it: PATCHBAY_EGRESS_ALLOW=10.1.2.3:8080",
  });
  await client.close();
});

test("a name that resolves elsewhere later is judged again, and used as judged", async () => {
  let served = 0;
  const server = createServer((_req, res) => {
    served++;
    res.setHeader("connection", "close");
    res.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const serverPort = (server.address() as AddressInfo).port;
  let lookups = 0;
  // 127.0.0.1 plays the public address, by an entry of the allow list; 127.0.0.2 is the private one.
  const client = createHttpClient({
    allow: [`127.0.0.1:${serverPort}`],
    lookup: answering(() => [lookups++ === 0 ? "127.0.0.1" : "127.0.0.2"]),
  });
  const url = `http://rebind.example:${serverPort}/`;
  assert.equal((await client.request({ method: "GET", url })).status, 200);
  assert.equal(lookups, 1, "one resolution for one connection: nothing to swap in between");
  await assert.rejects(client.request({ method: "GET", url }), { code: "egress_refused" });
  assert.equal(served, 1);
  await client.close();
  server.close();
});

test("redirects pass the same guard", async () => {
  const server = createServer((req, res) => {
    res.writeHead(302, { location: decodeURIComponent(req.url?.slice(1) ?? "") });
    res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;
  const client = createHttpClient({ allow: [`127.0.0.1:${own}`] });
  for (const to of [
    `http://127.0.0.1:${port}/`,
    `http://[::1]:${port}/`,
    "http://169.254.169.254/",
  ]) {
    const url = `http://127.0.0.1:${own}/${encodeURIComponent(to)}`;
    await assert.rejects(client.request({ method: "GET", url }), { code: "egress_refused" });
  }
  const toFile = `http://127.0.0.1:${own}/${encodeURIComponent("file:///etc/passwd")}`;
  await assert.rejects(client.request({ method: "GET", url: toFile }), { code: "invalid_url" });
  assert.equal(accepted, 0);
  await client.close();
  server.close();
});

test("other schemes, credentials in the address and nonsense are refused", async () => {
  const client = createHttpClient({ allow: ["127.0.0.0/8"] });
  for (const url of [
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1/",
    "http://user:secret@example.com/",
    "http://user@example.com/",
    "//example.com",
    "example.com",
    "",
    "http://",
    "http://[::1",
  ]) {
    await assert.rejects(client.request({ method: "GET", url }), { code: "invalid_url" }, url);
  }
  await client.close();
});

function answering(answer: () => string[]): LookupFn {
  return (_hostname, _options, callback) => {
    const addresses = answer().map((address) => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
    process.nextTick(callback, null, addresses);
  };
}
