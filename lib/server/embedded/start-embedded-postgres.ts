import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { findPostgresBinaries } from "./binaries.ts";
import { databaseUser, ensureCluster } from "./cluster.ts";
import { claimFolder } from "./owner-lock.ts";
import { choosePlace, type Place } from "./place.ts";
import { choosePort } from "./port.ts";
import { type ServerOptions, type ServerProcess, startServerProcess } from "./server-process.ts";
import { durableSettings } from "./settings.ts";
import { stopStaleServer } from "./stale-server.ts";

export type EmbeddedPostgresEvent =
  | { kind: "crashed"; code: number | null; signal: NodeJS.Signals | null }
  | { kind: "restarted" }
  /** It crashed too often and stays down. */
  | { kind: "lost"; error: Error };

export type EmbeddedPostgresOptions = {
  /** Below it the database lives; see `choosePlace`. */
  dataDir: string;
  onEvent?: (event: EmbeddedPostgresEvent) => void;
  /** The server's own log, line by line. */
  onLog?: (line: string) => void;
  /** Default: durable. */
  settings?: Record<string, string>;
};

export type EmbeddedPostgres = {
  /** With user and password; stays valid over restarts. */
  url: string;
  /** The present server's process number. */
  pid: () => number;
  /** Stops the server and gives the folder free. May be called twice. */
  stop: () => Promise<void>;
};

/** This many crashes within `crashWindow` ms, and the server stays down. */
const crashLimit = 5;
const crashWindow = 60_000;

/**
 * Starts the built-in Postgres: creates the cluster at the first start, clears away what a killed
 * start left, keeps its port, restarts the server when it crashes. Throws when the folder is in use
 * by another living Patchbay or the server cannot start.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const place = await choosePlace(options.dataDir);
  return await superviseIn(place, options);
}

async function superviseIn(
  place: Place,
  { settings = durableSettings, onEvent, onLog }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const lock = await claimFolder(place.folder);
  try {
    const binaries = await findPostgresBinaries(place.sharedFolder);
    const sync = settings.fsync !== "off";
    const { data, password } = await ensureCluster(place, binaries, { sync });
    await stopStaleServer(data);
    const port = await choosePort(place.folder);
    const server = await supervise(
      {
        postgres: binaries.postgres,
        data,
        port,
        owner: place.owner,
        settings,
        onLog: onLog ?? (() => undefined),
      },
      onEvent ?? (() => undefined),
    );
    const stop = async () => {
      await server.stop();
      await lock.release();
    };
    const url = `postgresql://${databaseUser}:${password}@127.0.0.1:${port}`;
    await ensureDatabase(url).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url: `${url}/${databaseUser}`, pid: server.pid, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Keeps one server running until it is stopped on purpose or crashes too often. */
async function supervise(
  options: ServerOptions,
  onEvent: (event: EmbeddedPostgresEvent) => void,
): Promise<{ pid: () => number; stop: () => Promise<void> }> {
  let server: ServerProcess = await startServerProcess(options);
  let stopping = false;

  const failures: number[] = [];
  /** Pauses longer after each failure; throws `cause` once there were too many. */
  const waitAfterFailure = async (cause: Error) => {
    const now = Date.now();
    failures.push(now);
    const recent = failures.filter((at) => at > now - crashWindow).length;
    if (recent >= crashLimit) throw cause;
    await pause(100 * recent);
  };

  const restart = async (): Promise<ServerProcess> => {
    for (;;) {
      try {
        await stopStaleServer(options.data);
        return await startServerProcess(options);
      } catch (error) {
        // Backends of the old server hold its shared memory until they notice that it is gone.
        await waitAfterFailure(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };

  const watch = async () => {
    for (;;) {
      const end = await server.ended;
      if (stopping) return;
      onEvent({ kind: "crashed", ...end });
      await waitAfterFailure(new Error("The built-in database keeps crashing."));
      if (stopping) return;
      server = await restart();
      if (!stopping) onEvent({ kind: "restarted" });
    }
  };
  const watching = watch().catch((error: Error) => {
    if (!stopping) onEvent({ kind: "lost", error });
  });

  return {
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
      // A restart may have been under way when the stop came.
      await server.stop();
    },
  };
}

async function ensureDatabase(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      databaseUser,
    ]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(databaseUser)}`);
    }
  } finally {
    await client.end();
  }
}
