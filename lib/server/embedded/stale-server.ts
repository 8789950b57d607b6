import { readFile, readlink, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "./owner-lock.ts";

/** How long a server left behind may take to finish, in ms, before it is stopped at once. */
const patience = 20_000;

/**
 * Clears what an earlier start left in a cluster's folder: a server that outlived its parent is
 * stopped (fast, then at once), and a `postmaster.pid` without a server is removed. A process that
 * merely got the same number is left alone. Call it only while holding the folder's lock.
 */
export async function stopStaleServer(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  const [firstLine = ""] = (await readFile(file, "utf8").catch(() => "")).split("\n");
  const pid = Number(firstLine);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isAlive(pid) && (await worksIn(pid, data))) {
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      if (await endsAfter(pid, signal)) break;
    }
  }
  await rm(file, { force: true });
}

/** A Postgres server's working directory is its cluster. Where that cannot be seen, it is assumed. */
async function worksIn(pid: number, data: string): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => "");
  return folder === (await realpath(data));
}

async function endsAfter(pid: number, signal: NodeJS.Signals): Promise<boolean> {
  process.kill(pid, signal);
  const deadline = Date.now() + patience;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await pause(50);
  }
  return true;
}
