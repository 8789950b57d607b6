import { createHash } from "node:crypto";
import { UserError } from "#lib/errors/user-error.ts";
import type { EgressGuard } from "./egress-guard.ts";
import { readTarget, type Target } from "./target.ts";

/** A proxy that a request goes through: a tunnel (RFC 9110, 9.3.6), so that it sees no https content. */
export type HttpProxy = {
  target: Target;
  /** What it is shown when it wants to know who asks. */
  token?: string;
  /** Tells proxies and their credentials apart, without holding them. */
  key: string;
};

/**
 * Reads a proxy's address, `http://proxy.example.com:3128`, with or without a user name and password.
 *
 * @throws UserError `invalid_url`
 */
export function readProxy(text: string): HttpProxy {
  const url = URL.parse(text.trim());
  const { username, password } = url ?? { username: "", password: "" };
  if (url !== null) url.username = url.password = "";
  if (url === null || !/^https?:$/.test(url.protocol) || /[^/]/.test(url.pathname)) {
    throw new UserError("invalid_url", "The proxy's address is not one.", {
      next: "It looks like http://proxy.example.com:3128.",
    });
  }
  const key = createHash("sha256").update(text.trim()).digest("base64");
  const target = readTarget(url.href);
  if (username === "" && password === "") return { target, key };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { target, key, token: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/**
 * A proxy looks up names itself, so the target is judged here first, as without one.
 *
 * @throws UserError `egress_refused`
 */
export function checkBehindProxy(guard: EgressGuard, { host, port }: Target): Promise<void> {
  guard.checkHost(host, port);
  return new Promise((resolve, reject) => {
    guard.lookupFor(host, port)(host, { all: true }, (error) => {
      // A name that only the proxy knows is the proxy's to judge; one we know to be inside is not.
      if (error !== null && error.code === "egress_refused") reject(error);
      else resolve();
    });
  });
}
