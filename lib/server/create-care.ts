import type { FastifyBaseLogger } from "fastify";
import { AlertClock } from "#lib/alerts/alert-clock.ts";
import type { AlertService } from "#lib/alerts/contract.ts";
import { createAlertService } from "#lib/alerts/create-alert-service.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { ProbeClock } from "#lib/connections/health/probe-clock.ts";
import type { Database } from "#lib/db/client.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Mailer } from "#lib/mail/contract.ts";

type CareOptions = {
  database: Pick<Database, "pool" | "prisma">;
  connections: Pick<ConnectionStore, "probe">;
  http: HttpClient;
  allow: AllowList;
  mailer: Mailer;
  /** From which webhook secrets are derived. */
  root: Buffer;
  baseUrl: string;
  /** Only workers test connections and tell of them. */
  isWorker: boolean;
  log: FastifyBaseLogger;
};

export type Care = { alerts: AlertService; start(): void; stop(): Promise<void> };

/** What looks after connections unasked: scheduled tests, and alerts to admins. */
export function createCare(options: CareOptions): Care {
  const { connections, http, mailer, root, baseUrl, log } = options;
  const { pool, prisma } = options.database;
  const probes = new ProbeClock({ pool, connections, log });
  const clock = new AlertClock({ pool, http, mailer, root, baseUrl, log });
  return {
    alerts: createAlertService({ pool, prisma, mailer, root, allow: options.allow }),
    start() {
      if (!options.isWorker) return;
      probes.start();
      clock.start();
    },
    async stop() {
      await Promise.all([probes.stop(), clock.stop()]);
    },
  };
}
