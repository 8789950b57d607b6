import { BlockList } from "node:net";
import type { Environment } from "./env/environment.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a listener at this address can only be reached from the machine itself. */
export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  return loopback.check(host, host.includes(":") ? "ipv6" : "ipv4");
}

/** The address people use: as configured, else where it listens. */
export function publicAddress(env: Pick<Environment, "baseUrl" | "host" | "port">): string {
  if (env.baseUrl !== undefined) return env.baseUrl;
  const everywhere = env.host === "0.0.0.0" || env.host === "::";
  const name = everywhere || isLoopback(env.host) ? "localhost" : env.host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${env.port}`;
}
