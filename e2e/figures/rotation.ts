import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { Actor } from "#lib/access/contract.ts";
import { createKeyRing, keyFileIn } from "#lib/connections/key-ring.ts";
import { createConnection } from "#lib/connections/write-connections.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import { borrowPostgres } from "#lib/server/embedded/borrow-postgres.ts";
import { freePort, repository, startProduct } from "../driver/start-product.ts";
import type { Sent } from "./faults-sender.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { readAlthoughTampered } from "./rotation-tamper.ts";
import { endScript, runScript, startScript } from "./spawn-script.ts";

const rate = 50;
const seconds = 30;
/** Connections that each run uses, one after the other. */
const used = 3;
/** Further ones, so that a rotation takes a while. */
const others = 500;
const account = { email: "figures@example.com", password: "a-long-password-for-figures" };
const token = randomBytes(24).toString("hex");

/** `keys rotate` over and over while runs use connections. */
export const rotation: Figure = {
  name: "rotation",
  summary: "the encryption key is changed again and again while runs use connections",
  bars: [
    "50 runs a second for 30 s, at least 5 rotations: 0 failed runs",
    "no swapped or changed secret can be read",
    "with the wrong key the server does not start and says which is missing",
  ],
  async run(log) {
    const dataDir = await mkdtemp(join(tmpdir(), "patchbay-figure-"));
    const port = await freePort();
    const upstream = await startScript("rotation-upstream.ts", String(port), token);
    const env = {
      PATCHBAY_ADMIN_EMAIL: account.email,
      PATCHBAY_ADMIN_PASSWORD: account.password,
      PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${port}`,
    };
    const product = await startProduct({ env, dataDir });
    const { url } = await borrowPostgres(dataDir);
    const database = createDatabase(url);
    try {
      const hookId = await prepare(database, dataDir, `http://127.0.0.1:${port}`);
      const hook = `http://127.0.0.1:${product.port}/hooks/${hookId}`;
      const measured = await runBlocks(1, (index) => rotateUnderLoad(hook, index, dataDir), log);
      const all = measured.valid[0] ?? { sent: [], rotations: 0, rewrapped: 0 };
      const { succeeded, failed, open } = await untilEnded(database);
      const ring = await ringOf(database, dataDir);
      const tamper = await readAlthoughTampered(database.prisma, ring);
      await product.stop();
      const refusal = await startWithOtherKey(dataDir, env);
      return {
        control: controlOf(measured),
        rows: [
          exactly("blocks that count", measured.valid.length, "", 1),
          atLeast("rotations", all.rotations, "", 5),
          plain("secrets wrapped anew", all.rewrapped, ""),
          exactly("webhooks not accepted", all.sent.filter((s) => s.status !== 202).length, "", 0),
          atLeast("runs that succeeded", succeeded, "", rate * seconds),
          exactly("runs that failed", failed, "", 0),
          exactly("runs that have not ended", open, "", 0),
          exactly("secrets read as they are", tamper.whole, "", tamper.rows),
          exactly("  with another row's envelope", tamper.swapped, "", 0),
          atLeast("  tries with one bit flipped", tamper.flips, "", 1_000),
          exactly("  read with one bit flipped", tamper.flipped, "", 0),
          exactly("starts with the wrong key", refusal.started, "", 0),
          exactly("  that name the missing key", refusal.named, "", 1),
        ],
      };
    } finally {
      await database.close();
      await product.stop();
      await endScript(upstream);
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

type Load = { sent: Sent[]; rotations: number; rewrapped: number };

async function rotateUnderLoad(hook: string, index: number, dataDir: string): Promise<Load> {
  const first = index * rate * seconds;
  let over = false;
  const sending = runScript<Sent[]>(
    "faults-sender.ts",
    ...[hook, String(rate), String(seconds), String(first)],
  ).finally(() => {
    over = true;
  });
  await pause(1_000);
  let rotations = 0;
  let rewrapped = 0;
  while (!over) {
    rewrapped += await rotateOnce(dataDir);
    rotations++;
  }
  return { sent: await sending, rotations, rewrapped };
}

/** The command itself, in a process of its own. Returns how many secrets it wrapped anew. */
async function rotateOnce(dataDir: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    join(repository, "node_modules/.bin/node"),
    ["--disable-warning=ExperimentalWarning", "lib/server/cli.ts", "keys", "rotate"],
    { cwd: repository, env: { ...process.env, PATCHBAY_DATA_DIR: dataDir } },
  );
  return Number(/^(\d+) secrets are now/m.exec(stdout)?.[1]);
}

const ringOf = ({ prisma }: Database, dataDir: string) =>
  createKeyRing({ encryptionKeys: undefined, dataDir, mayGenerate: true, prisma });

/** Connections, and a published flow whose runs use three of them. Returns its webhook's id. */
async function prepare(database: Database, dataDir: string, upstream: string): Promise<string> {
  const { prisma } = database;
  const ring = await ringOf(database, dataDir);
  const membership = await prisma.membership.findFirstOrThrow();
  const actor: Actor = {
    ...{ userId: membership.userId, name: "Figures", workspaceId: membership.workspaceId },
    ...{ role: "owner", sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
  };
  const ids: string[] = [];
  for (let index = 0; index < used + others; index++) {
    const input = {
      ...{ name: `Connection ${index}`, kind: "bearer" },
      values: { token, allowInsecure: "true" },
    };
    ids.push((await createConnection({ prisma, ring }, actor, input)).id);
  }
  const calls = ids.slice(0, used).map((connectionId, index) => ({
    ...nodeOf(`call${index}`, "rest-api", { method: "GET", url: `${upstream}/orders` }),
    connectionId,
  }));
  const hook = nodeOf("hook", "webhook-trigger", { respond: "at-once", methods: ["POST"] });
  const chain = [hook, ...calls];
  const document = flowOf({
    nodes: chain,
    edges: chain.slice(1).map(({ id }, index) => [chain[index]?.id ?? "", "done", id]),
  });
  const flows = createFlowStore({ prisma });
  const { id } = await flows.create(actor, { name: "Rotation figure", document });
  const outcome = await flows.publish(actor, { flowId: id });
  if (!outcome.published) throw new Error(JSON.stringify(outcome.problems));
  return (await flows.get(actor, id)).hooks[0]?.hookId ?? "";
}

async function untilEnded({ pool }: Database) {
  const until = Date.now() + 60_000;
  for (;;) {
    const { rows } = await pool.query<{ succeeded: number; failed: number; open: number }>(
      `SELECT count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded,
              count(*) FILTER (WHERE state IN ('failed', 'canceled'))::int AS failed,
              count(*) FILTER (WHERE state NOT IN ('succeeded', 'failed', 'canceled'))::int AS open
         FROM runs`,
    );
    const [counts = { succeeded: 0, failed: 0, open: 0 }] = rows;
    if (counts.open === 0 || Date.now() > until) return counts;
    await pause(250);
  }
}

/** Starts the product with a key file that holds another key. */
async function startWithOtherKey(dataDir: string, env: { [name: string]: string }) {
  const file = keyFileIn(dataDir);
  const right = await readFile(file, "utf8");
  const current = right.split(":", 1)[0] ?? "";
  await writeFile(file, `other:${randomBytes(32).toString("base64")}\n`);
  try {
    const product = await startProduct({ env, dataDir });
    await product.stop();
    return { started: 1, named: 0 };
  } catch (error) {
    return { started: 0, named: String(error).includes(`“${current}” is missing`) ? 1 : 0 };
  } finally {
    await writeFile(file, right);
  }
}
