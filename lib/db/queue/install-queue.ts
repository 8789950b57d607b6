import { PgBoss } from "pg-boss";
import { withAdvisoryLock } from "#lib/db/migrate/apply-migrations.ts";
import { queueSchema, runQueue, runQueueOptions } from "./queues.ts";

/** Any constant of our own: replicas that start together install one after the other. */
const lockKey = 7_305_419_023;

/**
 * Brings the queue's own schema and our queue up to this version. Call it after the migrations;
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
      // An existing queue keeps what it was created with until it is told otherwise.
      await boss.updateQueue(runQueue, changeable);
    } catch (error) {
      throw new Error("The queue could not be brought up to date.", {
        cause: failures[0] ?? error,
      });
    } finally {
      await boss.stop({ graceful: false });
    }
  });
}
