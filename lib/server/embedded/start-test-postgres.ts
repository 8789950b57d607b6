import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { throwawaySettings } from "./settings.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

/**
 * Starts a Postgres for tests in a temporary folder, without `fsync`: fast, and gone after `stop`.
 * The URL names an empty database and its superuser.
 */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-test-"));
  // As root, Postgres runs as nobody, who has to get in.
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: throwawaySettings });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
