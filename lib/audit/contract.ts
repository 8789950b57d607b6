import type { Readable } from "node:stream";
import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import type { ListedUse } from "#lib/db/connections/connection-uses.ts";
import type { Json } from "#lib/flow/json.ts";

/** Entries younger than this are never removed, in days. */
export const leastRetentionDays = 30;
export const defaultRetentionDays = 365;

/** What the log is narrowed to; a part that is left out does not narrow it. */
export const auditFilter = z.strictObject({
  actorId: z.string().min(1).max(80).optional(),
  /** What an action begins with: "flow", "connection". */
  group: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  /** `type:id`, such as `flow:0190…`; `type:` alone for everything of that type. */
  target: z
    .string()
    .regex(/^[a-z-]{1,40}:.{0,100}$/)
    .optional(),
  /** ISO times, UTC; `until` itself is left out. */
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** Words, or their beginnings, of who, what and where. */
  search: z.string().max(200).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditFormat = z.enum(["csv", "jsonl"]);
export type AuditFormat = z.infer<typeof auditFormat>;

/** A piece of a sentence; with `href` it leads to what it names. */
export type SentencePart = { text: string; href?: string };

export type Change = { field: string; before: string | null; after: string | null };

export type AuditEntryView = {
  id: string;
  /** ISO, UTC. */
  at: string;
  actor: { id: string | null; name: string };
  action: string;
  sentence: SentencePart[];
  target: { type: string; id: string; name: string };
  ip: string;
  userAgent: string;
  requestId: string;
  changes: Change[];
};

/** An entry as exports and the stream carry it. */
export type AuditRecord = {
  id: string;
  at: string;
  workspaceId: string | null;
  actor: { id: string | null; name: string };
  action: string;
  sentence: string;
  target: { type: string; id: string; name: string };
  ip: string;
  userAgent: string;
  requestId: string;
  before: Json;
  after: Json;
};

export type StreamView = {
  url: string;
  /** Entries that wait to be delivered. */
  pending: number;
  delivered: number;
  deliveredEntryId: string | null;
  deliveredAt: string | null;
  failures: number;
  lastFailure: { message: string; at: string } | null;
  /** When the next try is made; null when there is nothing to retry. */
  nextTryAt: string | null;
};

/** Uses of connections are kept this long, in days. */
export const usageRetentionDays = 30;

export type UsePage = { uses: ListedUse[]; nextCursor: string | null };

export type AuditSettings = { retentionDays: number; stream: StreamView | null };

export const retentionInput = z.strictObject({
  days: z
    .number()
    .int()
    .min(leastRetentionDays, `Entries are kept for at least ${leastRetentionDays} days.`)
    .max(3650, "Entries are kept for at most 3,650 days."),
});

export const streamInput = z.strictObject({
  url: z.string().trim().min(1, "Enter the address to send entries to.").max(2_000),
});

export type AuditService = {
  /** Newest first, `limit` (default 50, at most 200) at a time. Needs `audit.read`. */
  list(
    actor: Actor,
    filter: AuditFilter & { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ entries: AuditEntryView[]; nextCursor: string | null }>;
  /** Everybody who is in the log, by name. */
  actors(actor: Actor): Promise<{ id: string; name: string }[]>;
  /** Everything the filter leaves, oldest last, as a stream. On record before the first byte. */
  export(actor: Actor, filter: AuditFilter, format: AuditFormat): Promise<Readable>;
  /** What connections were used for, newest first; of one connection, or of all. Needs `audit.read`. */
  uses(
    actor: Actor,
    filter: {
      connectionId?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    },
  ): Promise<UsePage>;
  settings(actor: Actor): Promise<AuditSettings>;
  setRetention(actor: Actor, input: z.infer<typeof retentionInput>): Promise<void>;
  /** Sets or changes where entries go. The signing secret is told when there was no stream before. */
  setStream(actor: Actor, input: z.infer<typeof streamInput>): Promise<{ secret: string | null }>;
  /** Makes a new signing secret; the old one ends at once. */
  renewStreamSecret(actor: Actor): Promise<{ secret: string }>;
  /** Ends the stream; what was not delivered is not sent any more. */
  removeStream(actor: Actor): Promise<void>;
  /** Tries again now what failed. */
  retryStream(actor: Actor): Promise<void>;
};
