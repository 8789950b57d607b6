import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DiffTarget } from "@prisma/schema-engine-wasm";
import { ignoreAbsence, migrationsFolder, schemaFile } from "./migration-list.ts";
import { offlineAdapter } from "./offline-adapter.ts";
import { openSchemaEngine } from "./schema-engine.ts";

export type NewMigrationOptions = {
  /** Where migrations live; default `prisma/migrations`. */
  folder?: string;
  /** The schema to reach; default `prisma/schema.prisma`. */
  schema?: string;
  /** The moment the migration is named after; default now. */
  at?: Date;
};

/**
 * Writes the SQL that leads from the schema of the last migration to the present one, as
 * `<folder>/<UTC timestamp>_<name>/migration.sql`, and remembers the present schema in
 * `schema.snapshot.prisma`. Needs no database. Returns the migration's name, or undefined (and
 * writes nothing) when the schema has not changed. The name must be lower-case words joined by `_`.
 */
export async function newMigration(
  name: string,
  options: NewMigrationOptions = {},
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(name)) {
    throw new Error(`"${name}" is no migration name: use lower-case letters, digits and "_".`);
  }
  const folder = options.folder ?? migrationsFolder;
  const snapshotFile = join(folder, "schema.snapshot.prisma");
  const schema = await readFile(options.schema ?? schemaFile, "utf8");
  const snapshot = await readFile(snapshotFile, "utf8").catch(ignoreAbsence(() => undefined));
  const script = await diffSchemas(snapshot, schema);
  if (script === undefined) return undefined;

  const timestamp = (options.at ?? new Date()).toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const migration = `${timestamp}_${name}`;
  await mkdir(join(folder, migration), { recursive: true });
  await writeFile(join(folder, migration, "migration.sql"), script);
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  await writeFile(snapshotFile, schema);
  return migration;
}

/** SQL from one datamodel to another; undefined when they ask for the same database. */
async function diffSchemas(from: string | undefined, to: string): Promise<string | undefined> {
  const engine = await openSchemaEngine(offlineAdapter);
  try {
    const result = await engine.diff({
      from: from === undefined ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.exitCode === 2 ? (result.stdout ?? undefined) : undefined;
  } finally {
    engine.free();
  }
}

function datamodel(content: string): DiffTarget {
  return { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] };
}
