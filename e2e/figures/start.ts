import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { signedInBrowser } from "../driver/browser.ts";
import { pagesToVisit } from "../driver/pages.ts";
import { freePort, repository } from "../driver/start-product.ts";
import { atMost, type Figure, type Row } from "./figure.ts";

const run = promisify(execFile);
const account = { email: "figures@example.com", password: "a-long-password-for-figures" };

/** A clean clone to ready, a second start, the installed size, and the memory of all its processes. */
export const start: Figure = {
  name: "start",
  summary: "clean clone to ready, second start, installed size, memory",
  bars: [
    "clean clone to ready: at most 240 s with a warm package cache",
    "second start: at most 5 s",
    "installed: at most 1,500 MB",
    "memory of the whole process tree, 60 s after each page was visited: at most 600 MB",
  ],
  async run(log) {
    const folder = await mkdtemp(join(tmpdir(), "patchbay-clone-"));
    try {
      await run("git", ["clone", "--quiet", "--no-hardlinks", repository, folder]);
      log("  first start of a clean clone");
      const first = await startClone(folder);
      await first.stop();
      log("  second start");
      const second = await startClone(folder);
      const rows: Row[] = [
        atMost("clean clone to ready", first.readyMs / 1_000, "s", 240),
        atMost("second start", second.readyMs / 1_000, "s", 5),
        atMost("installed", await folderSize(folder), "MB", 1_500),
      ];
      try {
        await visitPages(second.baseUrl);
        log("  every page was visited; waiting 60 s");
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        rows.push(atMost("memory, proportional set size", await memoryOf(second.pid), "MB", 600));
      } finally {
        await second.stop();
      }
      return { rows, control: { medianMs: 0, spread: 0, voidBlocks: 0 } };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function startClone(folder: string) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: {
      ...process.env,
      PORT: String(port),
      PATCHBAY_ADMIN_EMAIL: account.email,
      PATCHBAY_ADMIN_PASSWORD: account.password,
    },
  });
  let output = "";
  const ended = once(child, "exit");
  const ready = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes(`http://localhost:${port}`)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`npm start ended:\n${output}`);
    }),
  ]);
  const pid = child.pid ?? 0;
  return {
    pid,
    baseUrl: `http://localhost:${port}`,
    readyMs: performance.now() - startedAt,
    async stop() {
      process.kill(-pid, "SIGTERM");
      await ended;
    },
  };
}

async function visitPages(baseUrl: string): Promise<void> {
  const { page, close } = await signedInBrowser(baseUrl, account);
  try {
    for (const path of await pagesToVisit(page)) {
      await page.goto(path);
      await page.waitForLoadState("load");
    }
  } finally {
    await close();
  }
}

/** What the folder takes on disk, in MB. */
async function folderSize(folder: string): Promise<number> {
  const { stdout } = await run("du", ["-sm", folder]);
  return Number.parseInt(stdout, 10);
}

/** Proportional set size of a process and everything below it, in MB. Source: proc(5), smaps_rollup. */
async function memoryOf(root: number): Promise<number> {
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
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (!isBelow(pid)) continue;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}
