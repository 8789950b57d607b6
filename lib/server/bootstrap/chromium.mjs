import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { node, projectFolder } from "./prepare.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium for the browser tests: the system's, else one is installed. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    process.stdout.write("Installing Chromium…\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "chromium", "fonts-liberation"],
    ]) {
      spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    }
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  process.stdout.write("Installing Playwright's Chromium…\n");
  const { status } = spawnSync(
    node,
    [join(projectFolder, "node_modules", "playwright", "cli.js"), "install", "chromium"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  if (status === 0) return "";
  throw new Error(
    "No Chromium could be found or installed. Install one, or set PATCHBAY_CHROMIUM.",
  );
}

function findChromium() {
  const { PATCHBAY_CHROMIUM: named, PATH = "" } = process.env;
  if (named !== undefined && named !== "") return named;
  for (const folder of PATH.split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  return undefined;
}
