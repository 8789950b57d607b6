import { writeFile } from "node:fs/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { startTestPostgres } from "#lib/server/embedded/start-test-postgres.ts";

/**
 * Runs the given test files, two at a time, over one throwaway Postgres, and writes the counts to
 * `PATCHBAY_UNIT_REPORT`. Prints failures and slow files only.
 */
const files = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const postgres = await startTestPostgres();
process.env.PATCHBAY_TEST_DATABASE_URL = postgres.url;

try {
  const stream = run({
    files,
    concurrency: 2,
    // A test that hangs is a test that failed.
    timeout: 120_000,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  stream.on("test:pass", (event) => {
    // A file's own line and a suite's are not tests.
    if (event.details.type === "suite" || files.some((file) => event.name.endsWith(file))) return;
    if (event.skip !== undefined || event.todo !== undefined) counts.skipped++;
    else counts.passed++;
  });
  const failures: string[] = [];
  stream.on("test:fail", (event) => {
    if (event.details.type === "suite") return;
    counts.failed++;
    failures.push(`✖ ${event.file ?? ""}: ${event.name}\n${explain(event.details.error)}`);
  });
  await new Promise<void>((resolve, reject) => {
    stream.on("error", reject);
    stream.compose(new spec()).on("end", resolve).resume();
  });
  for (const failure of failures) process.stdout.write(`${failure}\n`);
} finally {
  await postgres.stop();
}
await writeFile(process.env.PATCHBAY_UNIT_REPORT ?? "/dev/null", JSON.stringify(counts));
process.exit(counts.failed > 0 ? 1 : 0);

function explain(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return text.replace(/^/gm, "    ");
}
