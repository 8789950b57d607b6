import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { node, nodeFlags, prepare, projectFolder } from "./prepare.mjs";

// npm test [-- types|lint|imports|dead-code|advisories|unit|browser … [path …]]: without a name, everything; a
// path (anything with a slash or a dot) narrows the unit and browser tests to the files that contain it.

const bin = (name) => join(projectFolder, "node_modules", ".bin", name);
const results = join(projectFolder, "test-results");
const sources = ["app", "components", "lib", "e2e"];

const checks = {
  types: () =>
    check("types", node, ["node_modules/typescript-native/bin/tsc", "--noEmit", "-p", "."]),
  lint: () =>
    check("lint", bin("biome"), [
      "check",
      "--error-on-warnings",
      "--config-path=.config",
      ...sources,
    ]),
  imports: () =>
    check("import rules", node, [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".config/depcruise.cjs",
      "app",
      "components",
      "lib",
    ]),
  "dead-code": () =>
    check("dead code", node, ["node_modules/knip/bin/knip.js", "-c", ".config/knip.json"]),
  advisories: checkAdvisories,
  unit: runUnitTests,
  browser: runBrowserTests,
};

const totals = { passed: 0, failed: 0, skipped: 0 };
const words = process.argv.slice(2);
const paths = words.filter((word) => /[./]/.test(word));
const names = words.filter((word) => !paths.includes(word));
const unknown = names.find((name) => !(name in checks));
if (unknown !== undefined) {
  process.stderr.write(
    `There is no check called ${unknown}. Known: ${Object.keys(checks).join(", ")}\n`,
  );
  process.exit(2);
}

try {
  await prepare({ build: names.length === 0 || names.includes("browser") });
  await mkdir(results, { recursive: true });
  for (const [name, run] of Object.entries(checks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const startedAt = Date.now();
    process.stdout.write(`\n── ${name}\n`);
    const counted = await run();
    totals.passed += counted.passed;
    totals.failed += counted.failed;
    totals.skipped += counted.skipped ?? 0;
    process.stdout.write(
      `   ${counted.passed} passed, ${counted.failed} failed in ${Math.round((Date.now() - startedAt) / 1000)} s\n`,
    );
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  totals.failed += 1;
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Runs a command and shows what it prints. Resolves with its exit code. */
function show(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}

async function check(name, command, args) {
  const code = await show(command, args);
  process.stdout.write(code === 0 ? `   ${name}: ok\n` : `   ${name}: FAILED\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** No package that runs in production has a known high advisory, as far as the registry tells. */
async function checkAdvisories() {
  const code = await show(node, [...nodeFlags, "lib/server/bootstrap/check-advisories.ts"]);
  const unanswered = code === 3;
  const outcome = code === 0 ? "ok" : unanswered ? "the registry does not tell" : "FAILED";
  process.stdout.write(`   advisories: ${outcome}\n`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 || unanswered ? 0 : 1 };
}

/** Unit and integration tests, over one throwaway Postgres. */
async function runUnitTests() {
  const files = [];
  for (const folder of ["lib", "components", "e2e"]) {
    const entries = await readdir(join(projectFolder, folder), { recursive: true });
    files.push(
      ...entries.filter((path) => path.endsWith(".test.ts")).map((path) => join(folder, path)),
    );
  }
  const wanted = files.filter(
    (file) => paths.length === 0 || paths.some((path) => file.includes(path)),
  );
  const report = join(results, "unit.json");
  await rm(report, { force: true });
  const code = await show(
    node,
    [...nodeFlags, "lib/server/bootstrap/unit-tests.ts", ...wanted.sort()],
    {
      PATCHBAY_UNIT_REPORT: report,
    },
  );
  return await countReport(report, code);
}

async function runBrowserTests() {
  const report = join(results, "browser.json");
  await rm(report, { force: true });
  const chromium = await ensureChromium();
  const code = await show(
    node,
    ["node_modules/@playwright/test/cli.js", "test", "-c", "e2e/playwright.config.ts", ...paths],
    { PATCHBAY_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report, NODE_ENV: "test" },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(await readFile(report, "utf8"));
  const failed = stats.unexpected + stats.flaky;
  return {
    passed: stats.expected,
    // An error outside any test fails the run as well.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
  };
}

/** A report that is missing, or says less than the exit code, counts as a failure. */
async function countReport(file, code) {
  const report = existsSync(file)
    ? JSON.parse(await readFile(file, "utf8"))
    : { passed: 0, failed: 0 };
  return { ...report, failed: report.failed === 0 && code !== 0 ? 1 : report.failed };
}
