import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { UserError } from "#lib/errors/user-error.ts";
import { type ForbiddenKind, forbiddenKindOf } from "./address.ts";
import { type AllowList, plainHost } from "./allow-list.ts";

export type LookupFn = LookupFunction;

export type EgressGuard = {
  /**
   * Refuses a host that is an address Patchbay may not call. Names pass: their addresses are judged
   * when a connection is made.
   */
  checkHost(host: string, port: number): void;
  /**
   * A resolver for connections to this host and port. The socket connects to exactly the addresses
   * it hands on, and it hands on nothing unless every address may be called: what a name resolves
   * to later cannot matter.
   */
  lookupFor(host: string, port: number): LookupFunction;
};

const reasons: Record<ForbiddenKind, string> = {
  loopback: "it is the server Patchbay runs on",
  private: "it is on the server's own private network",
  "link-local": "it is on the server's own private network",
  metadata: "it hands out the server's own cloud credentials",
  special: "it is not an address of the public internet",
};

/** Builds the guard through which every outbound connection is made. */
export function createEgressGuard(allow: AllowList, lookup: LookupFn = systemLookup): EgressGuard {
  const mayCall = (host: string, address: string, port: number) =>
    forbiddenKindOf(address) === undefined ||
    allow.allowsHost(host, port) ||
    allow.allowsAddress(address, port);

  return {
    checkHost(host, port) {
      const bare = plainHost(host);
      if (isIP(bare) !== 0 && !mayCall(bare, bare, port)) throw egressRefused(bare, bare, port);
    },
    lookupFor(host, port) {
      const bare = plainHost(host);
      return (hostname, options, callback) => {
        lookup(hostname, { ...options, all: true }, (error, answer, family) => {
          if (error) return callback(error, []);
          const addresses = Array.isArray(answer)
            ? answer
            : [{ address: answer, family: family ?? 4 }];
          const refused = addresses.find(({ address }) => !mayCall(bare, address, port));
          if (refused) return callback(egressRefused(bare, refused.address, port), []);
          const [first] = addresses;
          if (first === undefined) return callback(noAddress(hostname), []);
          if (options.all) return callback(null, addresses);
          callback(null, first.address, first.family);
        });
      };
    },
  };
}

/** The refusal, in words for the person who built the flow. */
export function egressRefused(host: string, address: string, port: number): UserError {
  const named = host === address ? address : `${host} (${address})`;
  const target = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  const reason = reasons[forbiddenKindOf(address) ?? "special"];
  return new UserError("egress_refused", `Patchbay may not call ${named}: ${reason}.`, {
    next: `If this call is meant, whoever runs Patchbay can allow it: PATCHBAY_EGRESS_ALLOW=${target}`,
    details: { host, port },
  });
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address for ${hostname}`), { code: "ENOTFOUND" });
}
