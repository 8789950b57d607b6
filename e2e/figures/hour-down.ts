import { signedInBrowser } from "../driver/browser.ts";
import { newConnection, unfold } from "../driver/connections.ts";
import { drawClip } from "../driver/draw-clip.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { account, type Bench } from "./burst-bench.ts";
import { until } from "./burst-until.ts";
import { atLeast, exactly, plain, type Row } from "./figure.ts";
import type { Delivery } from "./hostile-upstream.ts";

const runs = 20;
const hourMs = 3_600_000;

type Wait = { id: string; ms: number };

/**
 * Sends to a hook whose receiver is down for an hour, the product killed halfway and started again.
 * Time is scaled: whenever every run waits for its next try, the waits are moved to now, and what they
 * would have lasted counts as passed.
 */
export async function downForAnHour(bench: Bench, log: (line: string) => void): Promise<Row[]> {
  const hook = await publishSender(bench);
  for (let n = 0; n < runs; n++) {
    const body = JSON.stringify({ n });
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(hook, { method: "POST", headers, body });
    if (status !== 202) throw new Error(`the webhook answered ${status}`);
  }
  let passed = 0;
  let killed = false;
  let rounds = 0;
  while (passed < hourMs) {
    passed += (await skipWait(bench)) ?? 0;
    rounds++;
    if (killed || passed < hourMs / 2) continue;
    const [front] = bench.products;
    await front?.stop("SIGKILL");
    await bench.addProduct("web,worker");
    killed = true;
  }
  await fetch(`${bench.upstream}/hook-up`);
  log(`  the receiver is up again after ${(passed / 60_000).toFixed(0)} min, ${rounds} rounds`);
  while ((await skipWait(bench)) !== undefined);
  const { rows: succeeded } = await bench.pool.query(
    `SELECT 1 FROM runs r JOIN flows f ON f.id = r.flow_id
     WHERE f.name = 'Outage' AND r.state = 'succeeded'`,
  );
  const answer = await fetch(`${bench.upstream}/deliveries`);
  const all = (await answer.json()) as Delivery[]; // its own
  const taken = all.filter((one) => one.taken);
  const keys = new Map(all.map(({ key, n }) => [key, n]));
  return [
    atLeast("receiver down", passed / 60_000, "min", 60),
    plain("  tries while it was down", all.length - taken.length, ""),
    exactly("  runs that succeeded", succeeded.length, "", runs),
    exactly("  delivered, different ones", new Set(taken.map(({ n }) => n)).size, "", runs),
    exactly("  delivered twice", taken.length - new Set(taken.map(({ n }) => n)).size, "", 0),
    exactly("  idempotency keys over all tries", keys.size, "", runs),
  ];
}

/** Waits until no run is at work, then moves their waits to now. Gives the time skipped, in ms; undefined: none waits. */
async function skipWait(bench: Bench): Promise<number | undefined> {
  const due = await until(async () => {
    const states = await statesOf(bench);
    if (states.has("running") || states.has("queued")) return undefined;
    const { rows } = await bench.pool.query<Wait>(
      `SELECT w.id, extract(epoch FROM w.expires_at - clock_timestamp())::float * 1000 AS ms
       FROM waits w JOIN runs r ON r.id = w.run_id JOIN flows f ON f.id = r.flow_id
       WHERE f.name = 'Outage' AND w.consumed_at IS NULL`,
    );
    return rows.length > 0 || !states.has("waiting") ? rows : undefined;
  });
  if (due.length === 0) return undefined;
  // All together: they fell out with the receiver at the same time, and jitter alone tells them apart.
  await bench.pool.query("UPDATE waits SET expires_at = clock_timestamp() WHERE id = ANY($1)", [
    due.map(({ id }) => id),
  ]);
  await until(async () => {
    const { rows } = await bench.pool.query(
      "SELECT 1 FROM waits WHERE id = ANY($1) AND consumed_at IS NULL LIMIT 1",
      [due.map(({ id }) => id)],
    );
    return rows.length === 0 ? true : undefined;
  });
  return Math.max(0, Math.min(...due.map(({ ms }) => ms)));
}

async function statesOf(bench: Bench): Promise<Set<string>> {
  const { rows } = await bench.pool.query<{ state: string }>(
    `SELECT DISTINCT r.state FROM runs r JOIN flows f ON f.id = r.flow_id WHERE f.name = 'Outage'`,
  );
  return new Set(rows.map(({ state }) => state));
}

/** webhook → a Make.com scenario that is tried for six hours, at once and then from a wait on disk. */
async function publishSender(bench: Bench): Promise<string> {
  const [front] = bench.products;
  if (front === undefined) throw new Error("there is no process of the product");
  const { page, close } = await signedInBrowser(front.baseUrl, account);
  try {
    await page.goto("/connections");
    const dialog = await newConnection(page, "Make.com hook");
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Outage");
    await dialog.getByLabel(/^Hook address/).fill(`${bench.upstream}/hook`);
    await unfold(dialog, "More options");
    await dialog.getByRole("switch", { name: "Allow another host" }).click();
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await page.getByRole("heading", { name: "Outage" }).waitFor();
    const list = await page.request.get("/api/ui/connections");
    const found = (await list.json()) as { id: string; name: string }[]; // ConnectionSummary[]
    const connectionId = found.find(({ name }) => name === "Outage")?.id;

    const flowId = await createFlow(page, "Outage", "empty");
    await pasteDocument(page, sendingClip(connectionId ?? ""));
    await publish(page);
    const answer = await page.request.get(`/api/ui/flows/${flowId}`);
    const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
    return `${bench.baseUrl}/hooks/${hooks[0]?.hookId}`;
  } finally {
    await close();
  }
}

function sendingClip(connectionId: string): string {
  const hook = {
    type: "webhook-trigger",
    name: "Webhook",
    config: { respond: "at-once", methods: ["POST"] },
  };
  const data = [{ name: "n", value: "{{ trigger.body.n }}", type: "auto" }];
  const send = { type: "make", name: "Send", config: { data, keepTrying: "6-hours" } };
  const drawn = JSON.parse(drawClip({ hook, send }, ["hook -> send"])) as {
    nodes: { id: string }[];
  } /* from the line above */;
  const nodes = drawn.nodes.map((node) =>
    node.id === "send" ? { ...node, connectionId, retries: 0 } : node,
  );
  return JSON.stringify({ ...drawn, nodes });
}
