import type { Pool } from "pg";
import { adminAddresses, readCare } from "#lib/db/alerts/care-settings.ts";
import {
  addressAlert,
  claimDeliveries,
  type DueDelivery,
  endDelivery,
  lockUnaddressed,
  pruneAlerts,
} from "#lib/db/alerts/outbox.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Mailer } from "#lib/mail/contract.ts";
import { Ticker } from "#lib/schedules/ticker.ts";
import { signingSecretOf, signWebhook } from "#lib/webhooks/signature/sign.ts";
import { testEvent } from "./contract.ts";
import { raiseConcerns } from "./raise-concerns.ts";

export type AlertClockOptions = {
  pool: Pool;
  http: HttpClient;
  mailer: Mailer;
  /** From which webhook secrets are derived. */
  root: Buffer;
  /** Where people read more: Patchbay's own address. */
  baseUrl: string;
  log: { warn(facts: object, message: string): void };
  /** How often to look for what is to be told, in ms. Default 3,000. */
  everyMs?: number;
  /** How often to look at the connections, in ms. Default 60,000. */
  concernsMs?: number;
};

const batch = 20;
/** A process that has not told by then has died, in ms. */
const leaseMs = 60_000;
/** The first pause before it is tried again, in ms; each further one is three times as long. */
const firstPauseMs = 30_000;
const longestPauseMs = 6 * 3_600_000;
const mostAttempts = 9;
const keptDays = 90;
const timeoutMs = 10_000;

/**
 * Tells admins. What is to be told is in the database before (see `raiseAlert`), and so is to whom:
 * whoever dies in between leaves it to others. A message may arrive twice when a process dies between
 * sending it and writing that down; its id is the same then.
 */
export class AlertClock {
  readonly #options: AlertClockOptions;
  readonly #ticker: Ticker;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #prunedAt = Number.NEGATIVE_INFINITY;

  constructor(options: AlertClockOptions) {
    this.#options = options;
    this.#ticker = new Ticker({
      everyMs: options.everyMs ?? 3_000,
      round: () => this.round(),
      onError: (error) => options.log.warn({ err: error }, "alerts could not be looked at"),
    });
  }

  start(): void {
    this.#ticker.start();
  }

  /** Resolves when nothing of this clock is under way any more. */
  async stop(): Promise<void> {
    await this.#ticker.stop();
  }

  /** Does what is due; true when there may be more. */
  async round(): Promise<boolean> {
    const { pool, concernsMs = 60_000 } = this.#options;
    const now = performance.now();
    if (now - this.#lookedAt >= concernsMs) {
      this.#lookedAt = now;
      await raiseConcerns(pool);
    }
    if (now - this.#prunedAt >= 86_400_000) {
      this.#prunedAt = now;
      await pruneAlerts(pool, keptDays);
    }
    const addressed = await inTransaction(pool, async (client) => {
      const alerts = await lockUnaddressed(client, batch);
      for (const { id, workspaceId, event } of alerts) {
        const care = await readCare(client, workspaceId);
        const to: { channel: "mail" | "webhook"; target: string }[] = [];
        if (event === testEvent || !care.mutedEvents.includes(event)) {
          if (care.byMail && this.#options.mailer.configured) {
            const named = care.mailTo.length > 0;
            const people = named ? care.mailTo : await adminAddresses(client, workspaceId);
            to.push(...people.map((target) => ({ channel: "mail" as const, target })));
          }
          if (care.webhookUrl !== "") to.push({ channel: "webhook", target: care.webhookUrl });
        }
        await addressAlert(client, id, to);
      }
      return alerts.length;
    });
    const due = await claimDeliveries(pool, batch, leaseMs);
    await Promise.all(due.map((delivery) => this.#deliver(delivery)));
    return addressed === batch || due.length === batch;
  }

  async #deliver(delivery: DueDelivery): Promise<void> {
    const { pool, log } = this.#options;
    try {
      await (delivery.channel === "mail" ? this.#mail(delivery) : this.#post(delivery));
      await endDelivery(pool, delivery.id, { state: "sent" });
    } catch (error) {
      const { message: lastError, retryAfterMs = 0 } = describeError(error);
      const { attempts } = delivery;
      const pause = Math.min(firstPauseMs * 3 ** (attempts - 1), longestPauseMs);
      const againInMs = Math.min(Math.max(pause, retryAfterMs), longestPauseMs);
      log.warn({ err: error, alertId: delivery.alertId, attempts }, "an alert was not delivered");
      await endDelivery(
        pool,
        delivery.id,
        attempts >= mostAttempts
          ? { state: "failed", lastError }
          : { state: "pending", lastError, againInMs },
      ).catch((failed: unknown) => log.warn({ err: failed }, "nor was that written down"));
    }
  }

  async #mail({ target, title, message, workspaceName }: DueDelivery): Promise<void> {
    await this.#options.mailer.send({
      to: target,
      subject: oneLine(`${workspaceName}: ${title}`),
      text: `${message}\n\n${this.#options.baseUrl}/connections\n\nYou get this because you look after the connections of ${workspaceName}. What is told, and to whom, is set at ${this.#options.baseUrl}/connections/alerts\n`,
    });
  }

  async #post(delivery: DueDelivery): Promise<void> {
    const { http, pool, root, baseUrl } = this.#options;
    const { target, workspaceId, alertId, event, title, message, at, connection } = delivery;
    const { webhookSeed } = await readCare(pool, workspaceId);
    const workspace = { id: workspaceId, name: delivery.workspaceName };
    const body = JSON.stringify({
      ...{ id: alertId, event, at: at.toISOString(), workspace, connection, title, message },
      url: `${baseUrl}/connections`,
    });
    const secret = signingSecretOf(root, workspaceId, webhookSeed);
    const { status } = await http.request({
      ...{ method: "POST", url: target, body, timeoutMs, maxBytes: 100_000 },
      followRedirects: false,
      headers: {
        "content-type": "application/json",
        ...signWebhook(secret, { id: alertId, at: new Date(), body }),
      },
    });
    if (status >= 200 && status < 300) return;
    const host = new URL(target).host;
    throw new UpstreamError("upstream_status", `${host} answered ${status}.`, { status });
  }
}

/** A header holds no line break. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
