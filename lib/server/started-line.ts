import type { Environment } from "./env/environment.ts";
import { isLoopback, publicAddress } from "./public-address.ts";

/**
 * The last line that a start prints. A process with pages names their address; a worker serves none,
 * and says what it does instead.
 */
export function startedLine(
  env: Pick<Environment, "roles" | "baseUrl" | "host">,
  port: number,
): string {
  if (env.roles.includes("web")) return publicAddress({ ...env, port });
  const here = publicAddress({ host: env.host, baseUrl: undefined, port });
  const where = isLoopback(env.host) ? " on this machine" : "";
  return `This worker takes runs from the queue. Pages and webhooks are served by processes with the role “web”; ${here}${where} answers /healthz, /readyz and /metrics only.`;
}
