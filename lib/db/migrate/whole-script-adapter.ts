import { PrismaPg } from "@prisma/adapter-pg";
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * The Postgres adapter for the schema engine, with scripts sent whole. The package's own
 * `executeScript` cuts a script at every semicolon, those inside a function's body included; Postgres
 * itself runs several statements at once, as one transaction.
 */
export function wholeScriptAdapter(databaseUrl: string): {
  adapter: SqlMigrationAwareDriverAdapterFactory;
  /** The engine leaves its connections open; this ends them. */
  close(): Promise<void>;
} {
  const factory = new PrismaPg({ connectionString: databaseUrl, max: 2 });
  const connected: SqlDriverAdapter[] = [];

  async function runWhole(script: string): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      await client.query(script);
    } finally {
      await client.end();
    }
  }

  function withWholeScripts(adapter: SqlDriverAdapter): SqlDriverAdapter {
    adapter.executeScript = runWhole;
    connected.push(adapter);
    return adapter;
  }

  return {
    adapter: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: async () => withWholeScripts(await factory.connect()),
      connectToShadowDb: () => factory.connectToShadowDb(),
    },
    async close() {
      await Promise.all(connected.map((adapter) => adapter.dispose()));
    },
  };
}
