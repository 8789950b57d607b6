import type { ErrorCode } from "./codes.ts";
import { PatchbayError, type PatchbayErrorOptions } from "./patchbay-error.ts";

/** Somebody's configuration or input has to change; trying again as it is cannot help. */
export class UserError extends PatchbayError {
  constructor(code: ErrorCode, message: string, options?: PatchbayErrorOptions) {
    super("user", code, message, options);
    this.name = "UserError";
  }
}
