import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { repository } from "../driver/start-product.ts";
import type { AccessFigures } from "./main.ts";

/** Runs the whole matrix in a process of its own, since it is a second half of the product. */
export async function runAccessMatrix(): Promise<AccessFigures> {
  const child = spawn(
    join(repository, "node_modules/.bin/node"),
    ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "main.ts")],
    { cwd: repository, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The matrix ended with ${code}:\n${complaints}`);
  const line = output.trim().split("\n").at(-1) ?? "";
  return JSON.parse(line) as AccessFigures /* the script's own output */;
}
