import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { postgresEnv } from "./cluster.ts";
import type { Owner } from "./place.ts";

export type ServerOptions = {
  postgres: string;
  data: string;
  port: number;
  owner: Owner | undefined;
  /** Server settings, given as `-c name=value`. */
  settings: Record<string, string>;
  /** Receives the server's own log, line by line. */
  onLog: (line: string) => void;
};

export type ServerProcess = {
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Lets statements in flight end, refuses new ones, and waits; forces the end after 20 s. */
  stop: () => Promise<void>;
};

/** How long a start may take, in ms: recovery after a crash replays the log first. */
const startPatience = 120_000;

/**
 * Starts one Postgres server and resolves when it accepts connections. Should this process be
 * killed, the server stops by itself. Rejects with the server's last words when it doesn't start.
 */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const settings = Object.entries(options.settings).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const args = ["-D", options.data, "-p", String(options.port), ...settings];
  const child = spawn(options.postgres, args, {
    ...options.owner,
    cwd: "/",
    env: postgresEnv,
    // Its own session: Ctrl+C in a terminal must reach us alone, we stop the database last.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lastWords = followLog(child, options.onLog);
  const ended: ServerProcess["ended"] = new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  let over = false;
  ended.then(() => {
    over = true;
  });

  const deadline = Date.now() + startPatience;
  while (!over && Date.now() < deadline && !(await isReady(options.data, child.pid))) {
    await pause(25);
  }
  if (over || child.pid === undefined || Date.now() >= deadline) {
    child.kill("SIGQUIT");
    throw new Error(`The built-in database did not start. ${lastWords()}`.trim());
  }
  stopWithParent(child.pid, options.owner, ended);
  return { pid: child.pid, ended, stop: () => stopServer(child, ended) };
}

/** The server says in its pid file that it is ready; `pg_ctl -w` looks there as well. */
async function isReady(data: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

/**
 * A shell that waits for the end of a pipe from us, which comes even when we are killed outright,
 * and then asks the server to stop. Costs a fraction of a megabyte.
 */
function stopWithParent(pid: number, owner: Owner | undefined, ended: Promise<unknown>): void {
  if (process.platform === "win32") return;
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$1"', "sh", String(pid)], {
    ...owner,
    cwd: "/",
    env: postgresEnv,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without the watcher the next start still clears the server away.
  watcher.on("error", () => undefined);
  watcher.unref();
  // A pipe to a child is a socket, which would keep this process alive.
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  ended.then(() => watcher.kill("SIGKILL"));
}

async function stopServer(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    child.kill(signal);
    const timeout = new AbortController();
    const waited = pause(20_000, undefined, { signal: timeout.signal, ref: false });
    await Promise.race([ended, waited.catch(() => undefined)]);
    timeout.abort();
  }
  await ended;
}

/** Hands on the server's log and remembers its last lines for the error message. */
function followLog(child: ChildProcess, onLog: (line: string) => void): () => string {
  const recent: string[] = [];
  let rest = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      recent.push(line);
      if (recent.length > 8) recent.shift();
      onLog(line);
    }
  });
  return () => recent.join(" ");
}
