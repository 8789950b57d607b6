import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { clientCredentialsGrant } from "openid-client";
import { createClientConfigurations } from "#lib/connections/oauth/client-configuration.ts";
import { explainOAuthFailure } from "#lib/connections/oauth/explain-oauth-failure.ts";
import { providerOf } from "#lib/connections/oauth/provider.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { explainSmtpFailure } from "#lib/mail/explain-smtp-failure.ts";
import { createSmtpTransport, type SmtpOptions } from "#lib/mail/smtp-transport.ts";
import { readAllowList } from "./allow-list.ts";
import { createHttpClient, type LookupFn } from "./client.ts";
import { createEgressGuard } from "./egress-guard.ts";

/** Ways to write this machine's own address, each of which a socket would reach. */
const ownNotations = [
  ...["127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "2130706433"],
  ...["0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "017700000001", "0177.0.0.1", "0177.0x0.1"],
  ...["１２７.0.0.1", "127。0。0。1", "0", "0.0.0.0", "0x0"],
  ...["[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]"],
  ...["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]"],
];

/** Only URLs are decoded; a mail server's name is not. */
const ownUrlNotations = ["%31%32%37.0.0.1", "①②⑦.⓪.⓪.①", "127.0.0.1%2e", "0X7F.0.0.1"];

/** Private, link-local, metadata and special addresses, and IPv4 inside IPv6 in every way. */
const otherNotations = [
  ...["0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.1.1"],
  ...["0xc0a80101", "3232235777", "0300.0250.1.1", "100.64.0.1", "100.100.100.200"],
  ...["169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518"],
  ...["169.254.170.2", "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1"],
  ...["198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1"],
  ...["255.255.255.255", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:8.8.8.8]", "[::ffff:a9fe:a9fe]"],
  ...["[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]"],
  ...["[64:ff9b::10.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]"],
  ...["[2001:0:7f00:1::]", "[fc00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[fe80::1]"],
  ...["[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%lo]", "[fec0::1]", "[ff02::1]", "[100::1]"],
  ...["[2001:db8::1]", "[3fff::1]", "[5f00::1]"],
];

/** Names, and what the resolver of this bench says of them. */
const names: { readonly [name: string]: readonly string[] } = {
  localhost: ["127.0.0.1"],
  "localhost.": ["127.0.0.1"],
  LOCALHOST: ["::1"],
  "anything.localhost": ["127.0.0.1"],
  "localhost.localdomain": ["127.0.0.1"],
  "ip6-localhost": ["::1"],
  "this.shop.example": ["127.0.0.1"],
  "six.shop.example": ["::1"],
  "any.shop.example": ["0.0.0.0"],
  "mapped.shop.example": ["::ffff:127.0.0.1"],
  "zone.shop.example": ["fe80::1%eth0"],
  "ten.shop.example": ["10.1.2.3"],
  "home.shop.example": ["192.168.0.10"],
  "carrier.shop.example": ["100.64.3.2"],
  "metadata.google.internal": ["169.254.169.254"],
  "metadata.shop.example": ["fd00:ec2::254"],
  "nat64.shop.example": ["64:ff9b::7f00:1"],
  "sixtofour.shop.example": ["2002:7f00:1::"],
  "first-good.shop.example": ["93.184.216.34", "127.0.0.1"],
  "last-good.shop.example": ["127.0.0.1", "93.184.216.34"],
  ｌｏｃａｌｈｏｓｔ: ["127.0.0.1"],
};

export type HostileOutcome = {
  /** How it was tried: by address, by name, by redirect, by rebinding, by mail, by OAuth. */
  lane: string;
  target: string;
  /** `egress_refused`, another code, or "answered". */
  code: string;
};

export type HostileResult = {
  outcomes: HostileOutcome[];
  /** Connections that our listeners saw while nothing was allowed. */
  accepted: number;
  /** Targets on the allow list, with how often each was reached then. */
  allowed: { target: string; reached: number }[];
};

/** Tries every hostile target in every way in, against real listeners of this machine. */
export async function tryHostileTargets(): Promise<HostileResult> {
  let accepted = 0;
  const listener = createServer((socket) => {
    accepted++;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
  });
  listener.listen(0, "::");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo; /* it listens on a port */
  try {
    const outcomes = [
      ...(await byAddress(port)),
      ...(await byName(port)),
      ...(await byRedirect(port)),
      ...(await byRebinding()),
      ...(await byMail(port)),
      ...(await byOAuth(port)),
    ];
    const whileShut = accepted;
    const allowed: HostileResult["allowed"] = [];
    for (const target of [...ownNotations, ...Object.keys(names).filter(isHere)]) {
      accepted = 0;
      await reach(target, port);
      allowed.push({ target, reached: accepted });
    }
    return { outcomes, accepted: whileShut, allowed };
  } finally {
    listener.close();
  }
}

const isHere = (name: string) => (names[name] ?? []).every((one) => ownAddresses.has(one));
const ownAddresses = new Set(["127.0.0.1", "::1", "0.0.0.0", "::ffff:127.0.0.1"]);

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "answered",
    (error: unknown) => (isPatchbayError(error) ? error.code : String(error)),
  );
}

async function byAddress(port: number): Promise<HostileOutcome[]> {
  const client = createHttpClient({ connectTimeoutMs: 1_000 });
  const outcomes: HostileOutcome[] = [];
  for (const target of [...ownNotations, ...ownUrlNotations, ...otherNotations]) {
    const url = `http://${target}:${port}/`;
    const code = await codeOf(client.request({ method: "GET", url, timeoutMs: 2_000 }));
    outcomes.push({ lane: "address", target, code });
  }
  await client.close();
  return outcomes;
}

async function byName(port: number): Promise<HostileOutcome[]> {
  const client = createHttpClient({ lookup: resolver, connectTimeoutMs: 1_000 });
  const outcomes: HostileOutcome[] = [];
  for (const target of Object.keys(names)) {
    const url = `http://${target}:${port}/`;
    const code = await codeOf(client.request({ method: "GET", url, timeoutMs: 2_000 }));
    outcomes.push({ lane: "name", target, code });
  }
  await client.close();
  return outcomes;
}

/** A server that is allowed sends the client on to what is not. */
async function byRedirect(port: number): Promise<HostileOutcome[]> {
  const server = createHttpServer((request, response) => {
    const status = Number(/^\/(\d+)\//.exec(request.url ?? "")?.[1] ?? 302);
    const to = new URL(request.url ?? "", "http://x").searchParams.get("to") ?? "";
    response.writeHead(status, { location: Buffer.from(to).toString("latin1") }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo; /* it listens on a port */
  const client = createHttpClient({ allow: [`127.0.0.1:${own}`], lookup: resolver });
  const outcomes: HostileOutcome[] = [];
  const to = [
    ...["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
    ...["169.254.169.254", "10.0.0.1", "[fd00:ec2::254]", "localhost", "metadata.google.internal"],
  ];
  for (const [index, target] of to.entries()) {
    const status = [301, 302, 303, 307, 308][index % 5];
    const query = new URLSearchParams({ to: `http://${target}:${port}/` });
    const url = `http://127.0.0.1:${own}/${status}/?${query}`;
    const code = await codeOf(client.request({ method: "POST", url, body: "x", timeoutMs: 2_000 }));
    outcomes.push({ lane: `redirect ${status}`, target, code });
  }
  await client.close();
  server.close();
  return outcomes;
}

/**
 * A name that is harmless when it is looked at and hostile when it is used. 127.0.0.2 plays the
 * harmless address, by the allow list.
 */
async function byRebinding(): Promise<HostileOutcome[]> {
  let served = 0;
  const server = createHttpServer((_request, response) => {
    served++;
    response.writeHead(200, { connection: "close" }).end();
  });
  server.listen(0, "::");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; /* it listens on a port */
  const outcomes: HostileOutcome[] = [];
  for (const target of ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1"]) {
    served = 0;
    let looks = 0;
    const client = createHttpClient({
      allow: [`127.0.0.2:${port}`],
      lookup: answering(() => (looks++ === 0 ? ["127.0.0.2"] : [target])),
    });
    const url = `http://rebind.shop.example:${port}/`;
    const first = await codeOf(client.request({ method: "GET", url }));
    // Looked at once, and used as looked at: nothing can be swapped in between.
    const asChecked = first === "answered" && looks === 1 && served === 1;
    const second = await codeOf(client.request({ method: "GET", url, timeoutMs: 2_000 }));
    const code = asChecked && served === 1 ? second : `${first}, ${looks} looks, ${served} served`;
    outcomes.push({ lane: "rebinding", target, code });
    await client.close();
  }
  server.closeAllConnections();
  server.close();
  return outcomes;
}

async function byMail(port: number): Promise<HostileOutcome[]> {
  const bySystem = createEgressGuard(readAllowList([]));
  const byOurs = createEgressGuard(readAllowList([]), resolver);
  const outcomes: HostileOutcome[] = [];
  const targets = [...ownNotations, ...otherNotations].map((host) => [host, bySystem] as const);
  const named = Object.keys(names).map((host) => [host, byOurs] as const);
  for (const [target, guard] of [...targets, ...named]) {
    // Brackets and percent signs belong to URLs.
    const host = target.replace(/^\[|\]$/g, "").replace("%25", "%");
    const options: SmtpOptions = { host, port, security: "none", timeoutMs: 1_000 };
    const transport = createSmtpTransport(options, guard);
    const attempt = transport.verify().catch((error: unknown) => {
      throw explainSmtpFailure(error, options);
    });
    outcomes.push({ lane: "mail", target, code: await codeOf(attempt) });
    transport.close();
  }
  return outcomes;
}

/** As the address that tokens are fetched from, and as the provider that says where that is. */
async function byOAuth(port: number): Promise<HostileOutcome[]> {
  const http = createHttpClient({ lookup: resolver, connectTimeoutMs: 1_000 });
  const configurations = createClientConfigurations(http);
  const outcomes: HostileOutcome[] = [];
  const attempt = async (settings: { [name: string]: string }) => {
    const shared = { clientId: "client", allowInsecure: "true" };
    const provider = providerOf("oauth2-app", { ...shared, ...settings });
    try {
      const configuration = await configurations.of(provider, "a-secret");
      await clientCredentialsGrant(configuration);
    } catch (error) {
      throw explainOAuthFailure(error, provider.name);
    }
  };
  const targets = [...ownNotations, ...ownUrlNotations, ...otherNotations, ...Object.keys(names)];
  for (const target of targets) {
    const url = `http://${target}:${port}`;
    // What cannot be written as an address at all is refused where it is typed.
    if (!URL.canParse(url)) continue;
    const token = await codeOf(attempt({ tokenUrl: `${url}/token` }));
    outcomes.push({ lane: "oauth token", target, code: token });
    const issuer = await codeOf(attempt({ issuer: url }));
    outcomes.push({ lane: "oauth provider", target, code: issuer });
  }
  await http.close();
  return outcomes;
}

/** Calls a target that the operator has allowed, by its own name and port. */
async function reach(target: string, port: number): Promise<void> {
  const { hostname } = new URL(`http://${target}:${port}/`);
  const client = createHttpClient({ allow: [`${hostname}:${port}`], lookup: resolver });
  await codeOf(client.request({ method: "GET", url: `http://${target}:${port}/` }));
  await client.close();
}

const byPlainName = new Map(
  Object.entries(names).map(([name, addresses]) => [plain(name), addresses]),
);

function plain(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\.$/, "");
}

const resolver: LookupFn = (hostname, options, callback) =>
  answering(() => byPlainName.get(plain(hostname)) ?? [])(hostname, options, callback);

function answering(answer: () => readonly string[]): LookupFn {
  return (hostname, _options, callback) => {
    const addresses = answer().map((address) => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
    if (addresses.length > 0) return void process.nextTick(callback, null, addresses);
    const error = Object.assign(new Error(`no ${hostname}`), { code: "ENOTFOUND" });
    process.nextTick(callback, error, []);
  };
}
