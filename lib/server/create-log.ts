import pino, { type DestinationStream, type Logger } from "pino";
import { logContext } from "./telemetry/request-context.ts";

type LoggedError = {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
};

/**
 * An error as the log shows it. Only what every error has: drivers hang their whole client on theirs,
 * with addresses and statements that are nothing for a log.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const logged: LoggedError = { type: error.name, message: error.message };
  if ("code" in error && typeof error.code === "string") logged.code = error.code;
  if (error.stack !== undefined) logged.stack = error.stack;
  if (error.cause !== undefined && depth < 3) logged.cause = loggedError(error.cause, depth + 1);
  return logged;
}

/**
 * The server's log: JSON lines on standard output, or where `destination` says. A line carries the
 * request and the run it was written for, when there is one.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      mixin: () => ({ ...logContext() }),
      serializers: { err: (error: unknown) => loggedError(error) },
    },
    destination ?? pino.destination(1),
  );
}
