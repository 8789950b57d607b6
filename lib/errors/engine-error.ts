import type { ErrorCode } from "./codes.ts";
import { PatchbayError, type PatchbayErrorOptions } from "./patchbay-error.ts";

/** Patchbay itself is at fault; operators are told. */
export class EngineError extends PatchbayError {
  constructor(code: ErrorCode, message: string, options?: PatchbayErrorOptions) {
    super("engine", code, message, options);
    this.name = "EngineError";
  }
}
