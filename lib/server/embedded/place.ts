import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isReachableByOthers } from "./reachable.ts";

/** The user that Postgres runs as, when it is not the user who started Patchbay. */
export type Owner = { uid: number; gid: number };

export type Place = {
  /** Holds the cluster (`data`), the port, the password and the lock. */
  folder: string;
  /** Set when started by root, whom Postgres refuses. */
  owner: Owner | undefined;
  /** Where programs may be copied to that `owner` has to run. */
  sharedFolder: string | undefined;
};

/** Root's own place on this machine, below which every folder is open to others. */
const systemFolder = "/var/lib/patchbay";

/**
 * Decides where the built-in database lives and who runs it. An ordinary user: below `dataDir`, as
 * that user. Root: as `nobody`, below `dataDir` when nobody can get there, else in a folder of its
 * own below /var/lib/patchbay, named by an id kept in `dataDir`; so a fresh checkout at the same
 * path never meets the old one's data, whose encryption keys are gone.
 */
export async function choosePlace(dataDir: string): Promise<Place> {
  const nearby = join(dataDir, "postgres");
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  if (process.getuid?.() !== 0) {
    await mkdir(nearby, { recursive: true, mode: 0o700 });
    return { folder: nearby, owner: undefined, sharedFolder: undefined };
  }

  const nobody = await findNobody();
  const remote = join(systemFolder, await installationId(dataDir));
  const nearbyOwner = await clusterOwner(nearby);
  // Made by an ordinary user, who can get there: it stays that user's.
  if (nearbyOwner !== undefined && nearbyOwner.uid !== nobody.uid) {
    return { folder: nearby, owner: nearbyOwner, sharedFolder: systemFolder };
  }
  const reachable = await isReachableByOthers(dataDir);
  const isRemote =
    (await clusterOwner(remote)) !== undefined || !(reachable || nearbyOwner !== undefined);
  if (!isRemote && !reachable) {
    throw new Error(
      `The database in ${nearby} runs as the user "nobody", who can no longer enter that folder. ` +
        "Open the folders above it (chmod o+x), or set PATCHBAY_DATA_DIR.",
    );
  }
  const folder = isRemote ? remote : nearby;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  // A strict umask would otherwise shut nobody out again.
  await chmod(folder, 0o755);
  if (isRemote) await chmod(systemFolder, 0o755);
  return { folder, owner: nobody, sharedFolder: systemFolder };
}

async function installationId(dataDir: string): Promise<string> {
  const file = join(dataDir, "installation-id");
  const known = await readFile(file, "utf8").catch(() => "");
  if (/^[0-9a-f]{16}$/.test(known.trim())) return known.trim();
  const id = randomBytes(8).toString("hex");
  await writeFile(file, `${id}\n`);
  return id;
}

async function findNobody(): Promise<Owner> {
  const ask = promisify(execFile);
  const [uid, gid] = await Promise.all([ask("id", ["-u", "nobody"]), ask("id", ["-g", "nobody"])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whose cluster a folder holds; undefined when there is none. */
async function clusterOwner(folder: string): Promise<Owner | undefined> {
  return await stat(join(folder, "data", "PG_VERSION")).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  );
}
