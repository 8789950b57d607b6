import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import pg from "pg";
import { isAlive } from "./owner-lock.ts";
import { choosePlace } from "./place.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresEvent,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";

test("what was written is there at the next start, at the same address", async (t) => {
  const dataDir = await temporaryFolder(t);
  const first = await startEmbeddedPostgres({ dataDir });
  await ask(first.url, "CREATE TABLE kept AS SELECT 'Grüße' AS word");
  await first.stop();
  assert.equal(isAlive(first.pid()), false);
  await assert.rejects(ask(first.url, "SELECT 1"));

  const second = await startStopped({ dataDir });
  assert.equal(second.url, first.url);
  assert.deepEqual(await ask(second.url, "SELECT word FROM kept"), [{ word: "Grüße" }]);
});

test("commits reach the disk, the password is ours alone, and only loopback is served", async (t) => {
  const dataDir = await temporaryFolder(t);
  const postgres = await startStopped({ dataDir });
  const settings = await ask(
    postgres.url,
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding') ORDER BY name",
  );
  assert.deepEqual(settings, [
    { name: "fsync", setting: "on" },
    { name: "full_page_writes", setting: "on" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "server_encoding", setting: "UTF8" },
    { name: "synchronous_commit", setting: "on" },
  ]);
  const { folder } = await choosePlace(dataDir);
  assert.equal((await stat(join(folder, "password"))).mode & 0o777, 0o600);
  const wrong = new URL(postgres.url);
  wrong.password = "guess";
  await assert.rejects(ask(wrong.href, "SELECT 1"), { code: "28P01" });
});

test("a server that is killed is started again and keeps what was committed", async (t) => {
  const events = eventLog();
  const postgres = await startStopped({
    dataDir: await temporaryFolder(t),
    onEvent: events.add,
  });
  await ask(postgres.url, "CREATE TABLE kept AS SELECT 7 AS seven");
  const before = postgres.pid();
  process.kill(before, "SIGKILL");
  await events.seen("restarted");
  assert.notEqual(postgres.pid(), before);
  assert.deepEqual(await ask(postgres.url, "SELECT seven FROM kept"), [{ seven: 7 }]);
  assert.deepEqual(events.kinds(), ["crashed", "restarted"]);
});

test("a server that keeps crashing is given up, with one word about it", async (t) => {
  const events = eventLog();
  const postgres = await startStopped({
    dataDir: await temporaryFolder(t),
    onEvent: (event) => {
      events.add(event);
      if (event.kind === "restarted") process.kill(postgres.pid(), "SIGKILL");
    },
  });
  process.kill(postgres.pid(), "SIGKILL");
  await events.seen("lost");
  assert.equal(events.kinds().filter((kind) => kind === "lost").length, 1);
  assert.equal(isAlive(postgres.pid()), false);
});

test("a folder in use is refused, and is free after the stop", async (t) => {
  const dataDir = await temporaryFolder(t);
  const first = await startEmbeddedPostgres({ dataDir });
  await assert.rejects(startEmbeddedPostgres({ dataDir }), /Another Patchbay \(process \d+\)/);
  assert.deepEqual(await ask(first.url, "SELECT 1 AS one"), [{ one: 1 }]);
  await first.stop();
  await startStopped({ dataDir });
});

test("after its parent was killed the server is cleared away, and nothing is lost", async (t) => {
  const dataDir = await temporaryFolder(t);
  const module = new URL("./start-embedded-postgres.ts", import.meta.url).href;
  const script = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    process.stdout.write(postgres.url + "\\n");
    setInterval(() => {}, 60_000);`;
  const parent = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  await ask(line.toString().trim(), "CREATE TABLE kept AS SELECT 1 AS one");
  parent.kill("SIGKILL");
  await once(parent, "exit");

  const next = await startStopped({ dataDir });
  assert.deepEqual(await ask(next.url, "SELECT one FROM kept"), [{ one: 1 }]);
});

test("a pid file that names some other living process does no harm to it", async (t) => {
  const dataDir = await temporaryFolder(t);
  await (await startEmbeddedPostgres({ dataDir })).stop();
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 60_000)"]);
  t.after(() => bystander.kill("SIGKILL"));
  const { folder } = await choosePlace(dataDir);
  await writeFile(join(folder, "data", "postmaster.pid"), `${bystander.pid}\n${folder}/data\n`);

  await startStopped({ dataDir });
  assert.equal(bystander.exitCode ?? bystander.signalCode, null);
  const pidFile = await readFile(join(folder, "data", "postmaster.pid"), "utf8");
  assert.notEqual(Number(pidFile.split("\n")[0]), bystander.pid);
});

/** A data folder of the test's own, and a start that is stopped before the folder goes. */
async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-embedded-"));
  await chmod(folder, 0o755);
  t.after(async () => {
    await Promise.all([...running].map((postgres) => postgres.stop()));
    running.clear();
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

const running = new Set<EmbeddedPostgres>();

async function startStopped(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options);
  running.add(postgres);
  return postgres;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function eventLog() {
  const events: EmbeddedPostgresEvent[] = [];
  const waiting = new Map<string, () => void>();
  return {
    add(event: EmbeddedPostgresEvent) {
      events.push(event);
      waiting.get(event.kind)?.();
    },
    kinds: () => events.map((event) => event.kind),
    async seen(kind: EmbeddedPostgresEvent["kind"]) {
      if (events.some((event) => event.kind === kind)) return;
      await new Promise<void>((resolve) => waiting.set(kind, resolve));
    },
  };
}
