import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { alertEvents } from "./alert.ts";

/** Sent when an admin asks whether alerts arrive. */
export const testEvent = "test";

const eventIds = alertEvents.map(({ id }) => id);

/** What admins are told, where, and when a host is left alone. */
export const careSettings = z.strictObject({
  /** Events that are not told of. */
  mutedEvents: z.array(z.enum(eventIds)).max(20),
  byMail: z.boolean(),
  /** Empty: every owner and admin. */
  mailTo: z
    .array(z.email("This is not an e-mail address.").max(254))
    .max(20, "At most 20 addresses."),
  /** Empty: no webhook. Which addresses will do is told when it is written. */
  webhookUrl: z.string().trim().max(2_000),
  circuitFailures: z.int().min(1).max(100),
  circuitOpenSeconds: z.int().min(1).max(300),
});

export type CareSettings = z.infer<typeof careSettings>;

export type AlertView = {
  id: string;
  event: string;
  title: string;
  message: string;
  at: string;
  /** Whom it was to be told to; empty when nobody was. Null while that is being decided. */
  deliveries:
    | {
        channel: "mail" | "webhook";
        target: string;
        state: "pending" | "sent" | "failed";
        attempts: number;
        lastError: string;
        sentAt: string | null;
      }[]
    | null;
};

export type AlertService = {
  settings(actor: Actor): Promise<CareSettings & { mailConfigured: boolean; hasSecret: boolean }>;
  setSettings(actor: Actor, input: CareSettings): Promise<void>;
  /** Makes the webhook's signing secret anew and returns it: it is not shown again. */
  renewSecret(actor: Actor): Promise<{ secret: string }>;
  /** Tells everybody who would be told that this is a test. */
  sendTest(actor: Actor): Promise<void>;
  /** The newest first, at most 100. */
  history(actor: Actor): Promise<AlertView[]>;
  /** How many things of the workspace need somebody; 0 for who could do nothing about it. */
  concerns(actor: Actor): Promise<number>;
};
