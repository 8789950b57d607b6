import type { IncomingHttpHeaders } from "node:http";

/** What a sender claims to have signed, read from its headers. */
export type Claim = {
  /** What was signed: the body, often with an id and a time before it. */
  signed: (body: Buffer) => Buffer;
  /** Any of them may fit: a sender that changes its secret signs with both. */
  signatures: readonly Buffer[];
  /** When it was signed, in seconds since 1970; undefined where the scheme carries no time. */
  signedAt: number | undefined;
};

/** Reads a claim; undefined when the headers hold none that could be right. */
type ReadClaim = (headers: IncomingHttpHeaders) => Claim | undefined;

export type HmacOptions = {
  header: string;
  encoding: "hex" | "base64";
  /** Its value stands before the body, with a dot between; empty: the body alone is signed. */
  timestampHeader: string;
};

/** Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64> …`. */
export const standard: ReadClaim = (headers) => {
  const id = one(headers, "webhook-id");
  const stamp = one(headers, "webhook-timestamp");
  const signedAt = seconds(stamp);
  if (id === "" || signedAt === undefined) return undefined;
  const signatures = one(headers, "webhook-signature")
    .split(" ")
    .filter((part) => part.startsWith("v1,"))
    .map((part) => Buffer.from(part.slice(3), "base64"));
  return { signed: (body) => after(`${id}.${stamp}.`, body), signatures, signedAt };
};

/** GitHub's `X-Hub-Signature-256: sha256=<hex>` over the body, as many others have it too. */
export const github: ReadClaim = (headers) => {
  const value = one(headers, "x-hub-signature-256");
  if (!value.startsWith("sha256=")) return undefined;
  return { signed: (body) => body, signatures: [hex(value.slice(7))], signedAt: undefined };
};

/** Stripe's `Stripe-Signature: t=<seconds>,v1=<hex>,…` over `<t>.<body>`. */
export const stripe: ReadClaim = (headers) => {
  const parts = one(headers, "stripe-signature")
    .split(",")
    .map((part) => part.trim().split("=", 2));
  const stamp = parts.find(([name]) => name === "t")?.[1] ?? "";
  const signedAt = seconds(stamp);
  if (signedAt === undefined) return undefined;
  const signatures = parts.filter(([name]) => name === "v1").map(([, value]) => hex(value ?? ""));
  return { signed: (body) => after(`${stamp}.`, body), signatures, signedAt };
};

/** HMAC-SHA-256 in a header of the sender's choosing. */
export function hmacHeader({ header, encoding, timestampHeader }: HmacOptions): ReadClaim {
  return (headers) => {
    const value = one(headers, header).replace(/^(sha256|v1)[=,]/i, "");
    if (value === "") return undefined;
    const signatures = [encoding === "hex" ? hex(value) : Buffer.from(value, "base64")];
    if (timestampHeader === "") return { signed: (body) => body, signatures, signedAt: undefined };
    const stamp = one(headers, timestampHeader);
    const signedAt = seconds(stamp);
    if (signedAt === undefined) return undefined;
    return { signed: (body) => after(`${stamp}.`, body), signatures, signedAt };
  };
}

function one(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name.toLowerCase()];
  return typeof value === "string" ? value.trim() : "";
}

function after(prefix: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(prefix), body]);
}

/** Empty when it is no hexadecimal text: that fits nothing. */
function hex(text: string): Buffer {
  return /^([\da-f]{2})+$/i.test(text) ? Buffer.from(text, "hex") : Buffer.alloc(0);
}

function seconds(text: string): number | undefined {
  return /^\d{9,11}$/.test(text) ? Number(text) : undefined;
}
