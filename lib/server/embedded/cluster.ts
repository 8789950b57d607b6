import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PostgresBinaries } from "./binaries.ts";
import type { Place } from "./place.ts";

/** The superuser of the built-in database, and the name of the database. */
export const databaseUser = "patchbay";

/**
 * Makes sure that the place holds an initialised cluster, and returns its folder and password. The
 * password is generated once and kept beside the cluster in a file that only we can read. An
 * initialisation that was interrupted is started over.
 */
export async function ensureCluster(
  place: Place,
  binaries: PostgresBinaries,
  options: { sync: boolean },
): Promise<{ data: string; password: string }> {
  const data = join(place.folder, "data");
  const passwordFile = join(place.folder, "password");
  const exists = await access(join(data, "PG_VERSION")).then(
    () => true,
    () => false,
  );
  if (exists) return { data, password: (await readFile(passwordFile, "utf8")).trim() };

  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await initialise(join(place.folder, "data.new"), place, binaries, password, options.sync);
  await rename(join(place.folder, "data.new"), data);
  return { data, password };
}

async function initialise(
  folder: string,
  { owner }: Place,
  { initdb }: PostgresBinaries,
  password: string,
  sync: boolean,
): Promise<void> {
  const passwordFile = `${folder}.password`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner !== undefined) {
    await chown(folder, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const args = [
    `--pgdata=${folder}`,
    `--username=${databaseUser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in provider orders text the same way on every machine and after every upgrade.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(sync ? [] : ["--no-sync"]),
  ];
  try {
    await run(initdb, args, owner);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Postgres sees nothing of our environment: it holds keys and passwords. */
export const postgresEnv = {
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
  NODE_ENV: "production" as const,
};

async function run(program: string, args: string[], owner: Place["owner"]): Promise<void> {
  const child = spawn(program, args, {
    ...owner,
    cwd: "/",
    env: postgresEnv,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    complaint += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The built-in database could not be created: ${complaint.trim()}`));
    });
  });
}
