import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Product = {
  baseUrl: string;
  port: number;
  pid: number;
  dataDir: string;
  /** Everything it printed so far. */
  output(): string;
  /** From start to the answer of /readyz, in ms. */
  readyMs: number;
  /** Sends SIGTERM (or another signal) and waits. Returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type ProductOptions = {
  env?: { [name: string]: string };
  /** Kept from an earlier start; else a new one, removed at `stop`. */
  dataDir?: string;
  port?: number;
};

export const repository = join(import.meta.dirname, "../..");

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts the built product as `npm start` does after its preparation, on loopback. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "patchbay-data-")));
  const startedAt = performance.now();
  const child = spawn(
    join(repository, "node_modules/.bin/node"),
    ["--disable-warning=ExperimentalWarning", "lib/server/main.ts"],
    {
      cwd: repository,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        PORT: String(port),
        PATCHBAY_DATA_DIR: dataDir,
        ...options.env,
      },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const baseUrl = `http://localhost:${port}`;
  try {
    await untilReady(child, baseUrl, () => output);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const readyMs = performance.now() - startedAt;
  return {
    baseUrl,
    port,
    pid: child.pid ?? 0,
    dataDir,
    output: () => output,
    readyMs,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill(signal);
        // A stopped process hears nothing but this.
        if (signal !== "SIGSTOP") child.kill("SIGCONT");
        await ended;
      }
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

async function untilReady(child: ChildProcess, baseUrl: string, output: () => string) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output()}`);
    const ready = await fetch(`${baseUrl}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`It was not ready within 60 s:\n${output()}`);
}
