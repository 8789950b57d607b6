import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { Environment } from "./env/environment.ts";

/** Why a start failed, in lines for whoever started it: what is wrong, then what to do. */
export function explainFailedStart(
  error: unknown,
  env: Pick<Environment, "host" | "port">,
): string[] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return [`PORT: ${env.port} is already in use.`, "Stop the other program, or set another PORT."];
  }
  if (code === "EACCES") {
    return [`PORT: this user may not listen on ${env.port}.`, "Set a PORT of 1024 or more."];
  }
  if (code === "EADDRNOTAVAIL") {
    return [`HOST: ${env.host} is no address of this machine.`, "Use 127.0.0.1 or 0.0.0.0."];
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = isPatchbayError(error) ? error.next : undefined;
  return [`Patchbay could not start: ${message}`, ...(next === undefined ? [] : [next])];
}
