import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Whether any user of this machine may get to a file or folder: it and every folder above it are
 * open to others. Symbolic links are followed. An absent path counts as its nearest existing folder.
 */
export async function isReachableByOthers(path: string): Promise<boolean> {
  let current = await realpathOfNearest(path);
  for (;;) {
    if (((await stat(current)).mode & 0o001) === 0) return false;
    const parent = dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

async function realpathOfNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return await realpathOfNearest(parent);
  }
}
