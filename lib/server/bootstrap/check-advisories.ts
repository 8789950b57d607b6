import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { readAudit } from "./read-audit.ts";

// Asks the registry about the production packages that the lock file pins. Ends with 1 when one has a
// known high advisory, with 3 when the registry does not tell.

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const text = await new Promise<string>((done) => {
  const cwd = resolve(import.meta.dirname, "../../..");
  execFile(npm, ["audit", "--omit=dev", "--json"], { cwd, maxBuffer: 50_000_000 }, (_error, out) =>
    done(out),
  );
});
const found = readAudit(text);
for (const line of found ?? []) process.stdout.write(`   ${line}\n`);
process.exitCode = found === undefined ? 3 : found.length > 0 ? 1 : 0;
