import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";

// Plain JavaScript without dependencies: any Node from 20 on can run this before anything is installed.

export const projectFolder = resolve(import.meta.dirname, "../../..");
/** The pinned Node that the install brings along. */
export const node = join(projectFolder, "node_modules", ".bin", "node");
/** Type stripping is marked experimental in some releases; nothing else is silenced. */
export const nodeFlags = ["--disable-warning=ExperimentalWarning"];

/**
 * Keeps Prisma from downloading an engine and from asking its home for news. It only wants to see
 * that the named file is there; migrations use the WebAssembly engine. An older npm knows no list
 * of approved install scripts and runs Prisma's, so the install gets this as well.
 */
const prismaEnv = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
};

/** Brings the project up to date: packages, generated client and, unless told not to, the build. */
export async function prepare({ build = true } = {}) {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20)
    throw new Error(`Patchbay needs Node 20 or newer; this is ${process.versions.node}.`);
  await install();
  await generate();
  if (build) await buildPages();
}

async function install() {
  const lock = await hashFiles(["package-lock.json", "package.json"]);
  const marker = join(projectFolder, "node_modules", ".patchbay-install");
  if ((await readMarker(marker)) === lock) return;
  say("Installing packages…");
  // Not `npm ci`: it refuses a lock file that lacks the optional binaries of some other platform, which
  // a registry need not carry. This installs what the lock pins and leaves the lock as it is.
  await run(
    process.platform === "win32" ? "npm.cmd" : "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"],
    prismaEnv,
  );
  await removeHeaders();
  await writeFile(marker, lock);
}

/** Node comes with 67 MB of C++ headers, for compiling modules of one's own: here none is compiled. */
async function removeHeaders() {
  const folder = join(projectFolder, "node_modules", "node", "node_modules");
  const unpacked = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of unpacked) {
    if (!entry.isDirectory()) continue;
    await rm(join(folder, entry.name, "include"), { recursive: true, force: true });
  }
}

async function generate() {
  const schema = await hashFiles(["prisma/schema.prisma", "package-lock.json"]);
  const folder = join(projectFolder, "lib", "db", "generated");
  const marker = join(folder, ".schema");
  if (existsSync(join(folder, "client.ts")) && (await readMarker(marker)) === schema) return;
  say("Generating the database client…");
  await run(
    node,
    [join(projectFolder, "node_modules", "prisma", "build", "index.js"), "generate"],
    prismaEnv,
  );
  await writeFile(marker, schema);
}

async function buildPages() {
  const sources = await hashTree(
    ["app", "components", "lib", "public"],
    ["next.config.js", "package-lock.json", "package.json", "tsconfig.json"],
  );
  const marker = join(projectFolder, ".next", "patchbay-build");
  if (
    existsSync(join(projectFolder, ".next", "BUILD_ID")) &&
    (await readMarker(marker)) === sources
  ) {
    return;
  }
  say("Building the pages…");
  await run(node, [join(projectFolder, "node_modules", "next", "dist", "bin", "next"), "build"], {
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
  });
  await mkdir(join(projectFolder, ".next"), { recursive: true });
  await writeFile(marker, sources);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Runs a command quietly; what it printed is shown when it fails. */
async function run(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`${relative(projectFolder, command)} ${args[0]} failed with exit code ${code}.`);
}

async function readMarker(file) {
  return await readFile(file, "utf8").catch(() => "");
}

async function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(await readFile(join(projectFolder, file)));
  return hash.digest("hex");
}

async function hashTree(folders, files) {
  const hash = createHash("sha256").update(await hashFiles(files));
  for (const folder of folders) {
    const exists = await access(join(projectFolder, folder)).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const entries = await readdir(join(projectFolder, folder), {
      recursive: true,
      withFileTypes: true,
    });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .filter((path) => !path.includes("generated") && !/\.test\.tsx?$/.test(path))
      .sort();
    for (const path of paths)
      hash.update(relative(projectFolder, path)).update(await readFile(path));
  }
  return hash.digest("hex");
}
