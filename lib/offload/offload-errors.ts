import type { ErrorCode } from "#lib/errors/codes.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { PatchbayError, PatchbayErrorOptions } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Outcome } from "./task-process.ts";

/** The error a task threw in its process, as an error of this one. */
export function raiseReported(info: ErrorInfo): PatchbayError {
  const code = info.code as ErrorCode; // the child's own errors carry nothing but these codes
  const options: PatchbayErrorOptions = {};
  if (info.next !== undefined) options.next = info.next;
  if (info.details !== undefined) options.details = info.details;
  if (info.fault === "user") return new UserError(code, info.message, options);
  if (info.fault === "upstream") return new UpstreamError(code, info.message, options);
  return new EngineError(code, info.message, options);
}

/** A task that was stopped at its deadline. */
export function tookTooLong(timeoutMs: number): UserError {
  return new UserError(
    "offload_timeout",
    `The data took longer than ${timeoutMs / 1000} seconds to read and was given up.`,
    { next: "Ask for less data at a time.", details: { timeoutMs } },
  );
}

/** A process that ended before its task did: by its memory limit, or for a reason of ours. */
export function taskDied(outcome: Outcome | "late"): PatchbayError {
  const exited = outcome !== "late" && "exited" in outcome ? outcome.exited : undefined;
  // V8 aborts a process that is over its heap limit: SIGABRT, or 134 by a shell's convention.
  if (exited?.signal === "SIGABRT" || exited?.signal === "SIGTRAP" || exited?.code === 134) {
    return new UserError("offload_failed", "The data needs more memory than one step may use.", {
      next: "Ask for less data at a time.",
    });
  }
  return new EngineError("offload_failed", "Patchbay could not read the data.", {
    details: { ...exited },
  });
}
