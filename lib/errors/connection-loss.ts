import { z } from "zod";
import { EngineError } from "./engine-error.ts";

/** SQLSTATE classes and codes by which Postgres says that it is not there for us now. */
const lost = /^(08...|57P0[123]|53300)$/;

/** Prisma's codes for the same: not reached, too late, closed, no connection free. */
const prismaLost = new Set(["P1001", "P1002", "P1008", "P1017", "P2024"]);

const socketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Prisma keeps what Postgres itself said below its own error. */
const adapterError = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ code: z.string() }) }) }),
});

/** Whether an error of `pg` or Prisma means that the database could not be reached or went away. */
export function isConnectionLoss(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (lost.test(code) || socketCodes.has(code) || prismaLost.has(code)) return true;
  const below = adapterError.safeParse(error);
  if (below.success) return isConnectionLoss(below.data.meta.driverAdapterError.cause);
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  if (!(error instanceof Error)) return false;
  // pg's own errors carry no code: a closed socket, a connect that took too long, an ended pool.
  return /Connection terminated|connection timeout|timeout exceeded when trying|not queryable|Client was closed|Cannot use a pool/i.test(
    error.message,
  );
}

/** What is said for it: something that passes, and that nobody but us can mend. */
export function databaseUnavailable(cause: unknown): EngineError {
  return new EngineError("database_unavailable", "The database cannot be reached.", {
    cause,
    next: "Try again in a moment.",
    retryAfterMs: 1_000,
  });
}
