import { PgBoss } from "pg-boss";
import { withAdvisoryLock } from "#lib/db/migrate/apply-migrations.ts";
import { mailQueue, mailQueueOptions, queueSchema, runQueue, runQueueOptions } from "./queues.ts";

/** Any constant of our own: replicas that start together install one after the other. */
const lockKey = 7_305_419_023;

/**
 * Brings the queue's own schema and our queues up to this version. Call it after the migrations;
 * several processes may do so at once. The queue's library keeps its tables up to date by itself,
 * which is why they are not among our migrations.
 */
export async function installQueue(databaseUrl: string): Promise<void> {
  await withAdvisoryLock(databaseUrl, lockKey, async () => {
    const failures: Error[] = [];
    const boss = new PgBoss({
      connectionString: databaseUrl,
      schema: queueSchema,
      application_name: "patchbay-queue",
      max: 2,
      supervise: false,
      schedule: false,
    });
    // Without a listener, a lost connection would end the process.
    boss.on("error", (error) => failures.push(error));
    try {
      await boss.start();
      const { fixed, changeable } = runQueueOptions;
      await boss.createQueue(runQueue, { ...fixed, ...changeable });
      // Existing queues keep what they were created with until they are told otherwise.
      await boss.updateQueue(runQueue, changeable);
      await boss.createQueue(mailQueue, mailQueueOptions);
      await boss.updateQueue(mailQueue, mailQueueOptions);
    } catch (error) {
      throw new Error("The queue could not be brought up to date.", {
        cause: failures[0] ?? error,
      });
    } finally {
      await boss.stop({ graceful: false });
    }
  });
}
