import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";

/**
 * An adapter for comparing two schemas, which needs no database: the engine insists on asking its
 * connection for Postgres' version first, so that one question is answered and any other refused.
 */
export const offlineAdapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: "postgres",
  adapterName: "patchbay-offline",
  connect: async () => connection,
  connectToShadowDb: async () => connection,
};

const connection: SqlDriverAdapter = {
  provider: "postgres",
  adapterName: "patchbay-offline",
  async queryRaw({ sql }) {
    if (!sql.includes("version()")) return refuse();
    return {
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180000]],
    };
  },
  executeRaw: refuse,
  executeScript: refuse,
  startTransaction: refuse,
  dispose: async () => undefined,
};

async function refuse(): Promise<never> {
  throw new Error("Comparing two schemas must not need a database.");
}
