/** SQLSTATE classes and codes by which Postgres says that it is not there for us now. */
const lost = /^(08...|57P0[123]|53300)$/;

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

/** Whether an error of `pg` means that the database could not be reached or went away. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (lost.test(code) || socketCodes.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  // pg's own errors carry no code: a closed socket, a connect that took too long, an ended pool.
  return /Connection terminated|connection timeout|timeout exceeded when trying|not queryable|Client was closed|Cannot use a pool/i.test(
    error.message,
  );
}
