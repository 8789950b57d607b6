import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Claims a database folder for this process until `release` is called or the process ends, however
 * it ends. Throws when another living process holds it. A lock left by a dead one is taken over.
 */
export async function claimFolder(folder: string): Promise<{ release: () => Promise<void> }> {
  const file = join(folder, "owner");
  const mine = `${process.pid} ${await startOf(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, mine, { flag: "wx" });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const holder = await readFile(file, "utf8").catch(() => "");
    const [pid = "", start = ""] = holder.split(" ");
    if (await isSameProcess(Number(pid), start)) {
      throw new Error(
        `Another Patchbay (process ${pid}) is using the database in ${folder}. Stop it first, or give this one its own PATCHBAY_DATA_DIR.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new Error(`The database folder ${folder} is being claimed by another process.`);
}

async function isSameProcess(pid: number, start: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const now = await startOf(pid);
  // Where start times cannot be read, a living process of that number has to be believed.
  return now === start || now === "" || start === "";
}

/** Whether a process of this number exists, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A process's start, in clock ticks since boot (Linux, proc(5) field 22); "" where unknown. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field, the program's name, may hold spaces; it ends at the last parenthesis.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
