import type { ErrorCode } from "./codes.ts";
import { PatchbayError, type PatchbayErrorOptions } from "./patchbay-error.ts";

/** The other side failed; a later try may succeed, so retry policies apply. */
export class UpstreamError extends PatchbayError {
  constructor(code: ErrorCode, message: string, options?: PatchbayErrorOptions) {
    super("upstream", code, message, options);
    this.name = "UpstreamError";
  }
}
