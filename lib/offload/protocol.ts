import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/** From the parent to a child: one task. */
export type Order = { task: string; input: unknown };

/**
 * From a child to the parent. A result travels as JSON text, which V8 reads back faster than a
 * structured clone.
 */
export type Report = { ready: true } | { json: string } | { error: ErrorInfo };
