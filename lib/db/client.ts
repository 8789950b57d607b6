import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export type Database = {
  prisma: PrismaClient;
  /** For hot statements; Prisma's own queries use the same connections. */
  pool: pg.Pool;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Most connections at once. Default 10. */
  max?: number;
  /** Told when an idle connection breaks; the pool replaces it. Default: nothing. */
  onIdleError?: (error: Error) => void;
};

/** Opens the database: Prisma and plain SQL over one pool. Connects with the first query. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: "patchbay",
  });
  // Without a listener, a broken idle connection would end the process.
  pool.on("error", (error) => options.onIdleError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
