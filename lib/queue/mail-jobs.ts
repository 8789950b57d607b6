import { fromPrisma, type JobWithMetadata, type PgBoss } from "pg-boss";
import type { Prisma } from "#lib/db/generated/client.ts";
import { mailQueue } from "#lib/db/queue/queues.ts";

/** How often a worker looks for mail, in seconds. */
const lookEverySeconds = 2;

/** One mail to be delivered. `sealed` is the mail itself, encrypted: it may hold a link that opens an account. */
export type MailJob = {
  sealed: object;
  /** Not delivered after this moment (ISO 8601, UTC). */
  until: string;
  about: string;
};

export type MailJobs = {
  /** Stores a job; within the transaction, if one is given. */
  add(job: MailJob, tx?: Prisma.TransactionClient): Promise<void>;
  /**
   * Delivers from now on, two at a time. A job whose delivery throws is tried again, later and later,
   * over about two hours; `lastTry` says that it will not be.
   */
  deliver(deliver: (job: MailJob, lastTry: boolean) => Promise<void>): Promise<void>;
};

/** The queue of mails, on the queue's library. */
export function createMailJobs(boss: PgBoss): MailJobs {
  return {
    async add(job, tx) {
      await boss.send(mailQueue, job, tx === undefined ? {} : { db: fromPrisma(tx) });
    },
    async deliver(deliver) {
      await boss.work(
        mailQueue,
        { includeMetadata: true, localConcurrency: 2, pollingIntervalSeconds: lookEverySeconds },
        async ([job]: JobWithMetadata<MailJob>[]) => {
          if (job !== undefined) await deliver(job.data, job.retryCount >= job.retryLimit);
        },
      );
    },
  };
}
