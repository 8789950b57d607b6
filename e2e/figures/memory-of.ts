import { readdir, readFile } from "node:fs/promises";

/**
 * What a process and those it started hold in memory of their own, in MB. What Postgres's processes share
 * is left out: it is there once, set aside from the start, and would count once for each of them that has
 * touched it. Source: proc(5), status, RssAnon.
 */
export async function memoryOf(root: number): Promise<number> {
  let kilobytes = 0;
  for (const pid of await treeOf(root)) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    kilobytes += Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}

/** Looks at it every 25 ms while the work is under way: before, and at the most. */
export async function memoryDuring<T>(
  root: number,
  work: () => Promise<T>,
): Promise<{ result: T; before: number; most: number }> {
  const before = await memoryOf(root);
  let most = before;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await memoryOf(root));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  try {
    return { result: await work(), before, most: Math.max(most, await memoryOf(root)) };
  } finally {
    isOver = true;
    await watching;
  }
}

async function treeOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (Number.isInteger(parent)) parents.set(Number(entry), parent);
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return pid === root || (parent !== undefined && parent > 1 && isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
