import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList } from "@prisma/schema-engine-wasm";

/** The committed migrations: `prisma/migrations`. */
export const migrationsFolder = fileURLToPath(
  new URL("../../../prisma/migrations", import.meta.url),
);

/** The schema as it is being written: `prisma/schema.prisma`. */
export const schemaFile = fileURLToPath(new URL("../../../prisma/schema.prisma", import.meta.url));

/** Reads the migrations below a folder, oldest first; an absent folder is an empty list. */
export async function readMigrationList(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreAbsence(() => []));
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(join(folder, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const lockfile = await readFile(join(folder, "migration_lock.toml"), "utf8").catch(
    ignoreAbsence(() => null),
  );
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

/** A rejection handler that turns "no such file" into a value and lets every other error through. */
export function ignoreAbsence<T>(absent: () => T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return absent();
    throw error;
  };
}
