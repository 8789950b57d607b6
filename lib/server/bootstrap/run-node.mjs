import { spawn } from "node:child_process";
import { node, nodeFlags, projectFolder } from "./prepare.mjs";

/**
 * Runs a script on the pinned Node in the foreground: signals are passed on, and its exit code
 * becomes ours.
 */
export async function runNode(script, args = [], env = {}) {
  const child = spawn(node, [...nodeFlags, script, ...args], {
    cwd: projectFolder,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  // The terminal sends Ctrl+C to the child as well; a second one from us would do no harm.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  return await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code, signal) => done(code ?? (signal === null ? 1 : 128)));
  });
}

/** Runs `work` and ends with its exit code, or says in one line why it could not. */
export async function finish(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
