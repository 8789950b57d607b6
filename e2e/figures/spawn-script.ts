import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repository } from "../driver/start-product.ts";

const node = join(repository, "node_modules/.bin/node");

/** Starts a script of this folder and waits for its "ready". */
export async function startScript(name: string, ...args: string[]): Promise<ChildProcess> {
  const child = spawn(node, [join(import.meta.dirname, name), ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const failed = once(child, "exit").then(() => {
    throw new Error(`${name} ended before it was ready`);
  });
  await Promise.race([once(child, "message"), failed]);
  failed.catch(() => {});
  return child;
}

/** Runs a script to its end and returns its last line as JSON. */
export async function runScript<T>(name: string, ...args: string[]): Promise<T> {
  const child = spawn(node, [join(import.meta.dirname, name), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await once(child, "close");
  const line = output.trim().split("\n").at(-1) ?? "";
  return JSON.parse(line) as T /* the script's own output */;
}

export async function endScript(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
