import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export type Database = {
  prisma: PrismaClient;
  /** For hot statements; Prisma's own queries use the same connections. At most 10. */
  pool: pg.Pool;
  /** The journal's own two connections: a burst of reads cannot hold up what must be on disk. */
  journalPool: pg.Pool;
  /** One connection, for keeping this process's lease: that must wait for nothing. */
  leasePool: pg.Pool;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
};

/**
 * Opens the database: Prisma and plain SQL over one pool, and the journal's. Connects with the
 * first query. `onIdleError` is told when an idle connection breaks, which the pool then replaces.
 */
export function createDatabase(
  url: string,
  onIdleError: (error: Error) => void = () => undefined,
): Database {
  const open = (max: number) => {
    const pool = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 10_000,
      application_name: "patchbay",
    });
    // Without a listener, a broken idle connection would end the process.
    pool.on("error", onIdleError);
    return pool;
  };
  const pool = open(10);
  const journalPool = open(2);
  const leasePool = open(1);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    journalPool,
    leasePool,
    async close() {
      await prisma.$disconnect();
      await Promise.all([pool.end(), journalPool.end(), leasePool.end()]);
    },
  };
}
