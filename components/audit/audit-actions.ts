import type { ActionResult } from "#lib/access/action-result.ts";

/** The server's side of the audit page, handed in by the page as server actions. */
export type AuditActions = {
  setRetention(input: { days: number }): Promise<ActionResult<null>>;
  /** `secret` is told once, for a stream that was not there before. */
  setStream(input: { url: string }): Promise<ActionResult<{ secret: string | null }>>;
  renewStreamSecret(input: Record<string, never>): Promise<ActionResult<{ secret: string }>>;
  removeStream(input: Record<string, never>): Promise<ActionResult<null>>;
  retryStream(input: Record<string, never>): Promise<ActionResult<null>>;
};
