import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/** Whether a step was cut off that must not happen twice: nobody knows whether it took effect. */
export function isUncertain(error: ErrorInfo | null): boolean {
  return error?.code === "step_uncertain";
}
