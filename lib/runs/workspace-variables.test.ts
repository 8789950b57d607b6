import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { ChatContent } from "#lib/chat/content.ts";
import type { Json } from "#lib/flow/json.ts";
import type { RunEvent } from "./events.ts";
import {
  actor,
  done,
  drawFlow,
  openBench,
  startInput,
  type TestNode,
  testNodes,
} from "./run-bench.fixture.ts";

const secret = "hunter2-hunter2";
let bench: Awaited<ReturnType<typeof openBench>>;
let values: { [name: string]: string };
let lookups = 0;

before(async () => {
  bench = await openBench();
});
after(() => bench.close());
beforeEach(async () => {
  values = { mail: "help@x.test", key: secret };
  lookups = 0;
  await bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases");
});

const variables = {
  async resolve() {
    lookups++;
    return { values: { ...values }, secrets: { key: secret } };
  },
};
const start = { type: "start" };
const echo = (value: string) => ({ type: "echo", config: { value } });

test("a step reads the workspace's variables by name", async () => {
  const service = await bench.service(undefined, { variables });
  const target = await bench.flow(
    drawFlow({ start, tell: echo("Write to {{ workspace.mail }}") }, ["start -> tell"]),
  );
  assert.equal((await service.start(startInput(target)).result).output, "Write to help@x.test");
});

test("a flow that uses none looks none up", async () => {
  const service = await bench.service(undefined, { variables });
  const target = await bench.flow(drawFlow({ start, tell: echo("Hi") }, ["start -> tell"]));
  await service.start(startInput(target)).result;
  assert.equal(lookups, 0);
});

test("a run that waited goes on with the values of then", async () => {
  const service = await bench.service(undefined, { variables });
  const target = await bench.flow(
    drawFlow({ start, ask: { type: "ask" }, tell: echo("{{ workspace.mail }}") }, [
      "start -> ask",
      "ask -> tell",
    ]),
  );
  const chat = { ...startInput(target), conversationId: "talk", triggerKind: "chat" as const };
  await service.start(chat).result;
  const wait = await service.openWait("talk");
  values = { mail: "new@x.test" };
  const reply = { text: "Ann", value: null, at: "2026-03-02T09:30:00.000Z" };
  const result = await service.resume(wait?.waitId ?? "", { kind: "reply", reply });
  assert.equal(result?.output, "new@x.test");
});

test("a secret one works, and is stored, shown, said, remembered and handed on nowhere", async () => {
  const said: Json[] = [];
  const used: Json[] = [];
  const nodes = {
    ...testNodes,
    use: {
      run: async ({ config, chat, startRun }: Parameters<TestNode["run"]>[0]) => {
        const value = config.value ?? null;
        used.push(value);
        await chat?.say({ text: `It is ${value}` } as ChatContent);
        await chat?.remember({ key: value });
        await startRun({ flowId: "f1", input: { value }, inConversation: false });
        return { ...done({ value, twice: `${value}${value}` }), vars: { kept: value } };
      },
    },
    wait: {
      run: ({ config, resumed }: Parameters<TestNode["run"]>[0]) =>
        resumed === undefined
          ? ({
              kind: "wait",
              wait: { kind: "reply", state: { asked: config.value ?? null } },
            } as const)
          : done("over"),
    },
  } as unknown as typeof testNodes;
  const service = await bench.service(nodes, {
    variables,
    chat: () => ({
      portFor: (conversationId) => ({
        conversationId,
        say: async (content) => void said.push({ ...content } as unknown as Json),
        remember: async (remembered) => void said.push(remembered),
      }),
      contact: async () => ({}),
      apologise: async () => undefined,
      park: async () => undefined,
    }),
  });
  const target = await bench.flow(
    drawFlow(
      {
        start,
        use: { type: "use", config: { value: "Bearer {{ workspace.key }}" } },
        wait: { type: "wait", config: { value: "{{ workspace.key }}" } },
      },
      ["start -> use", "use -> wait"],
    ),
  );
  const events: RunEvent[] = [];
  const chat = { ...startInput(target, { from: secret }), conversationId: "talk" };
  const { runId, result } = service.start({ ...chat, triggerKind: "chat" });
  await service.subscribe(actor(), runId, (event) => events.push(event));
  const outcome = await result;

  assert.equal(outcome.state, "waiting");
  assert.deepEqual(used, [`Bearer ${secret}`]);
  const { rows: tables } = await bench.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  );
  const dumps = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await bench.pool
        .query(`SELECT t::text FROM ${name.includes("boss") ? "pgboss." : ""}"${name}" t`)
        .catch(() => ({ rows: [] }));
      return [name, rows];
    }),
  );
  // What started the run is kept as it came while the run is open: it is not one of ours.
  const stored = JSON.stringify([
    dumps.filter(([name]) => name !== "run_inbox"),
    (await bench.pool.query("SELECT payload FROM run_inbox WHERE run_id <> $1", [runId])).rows,
    said,
    events.slice(1),
    outcome,
  ]);
  assert.ok(stored.includes("[redacted]"));
  for (const form of [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")]) {
    assert.ok(!stored.includes(form), form);
  }
  const { rows } = await bench.pool.query("SELECT state FROM waits WHERE run_id = $1", [runId]);
  assert.equal(rows[0].state.state.asked, "[redacted]");
});

test("what a provider repeats of a secret is out of reach for later steps, whole and in part", async () => {
  const nodes = {
    ...testNodes,
    call: {
      run: async ({ config }: Parameters<TestNode["run"]>[0]) => ({
        ...done({ auth: `Bearer ${config.value}` }),
        vars: { kept: `${config.value}` },
      }),
    },
  } as unknown as typeof testNodes;
  const service = await bench.service(nodes, { variables });
  const target = await bench.flow(
    drawFlow(
      {
        start,
        call: { type: "call", config: { value: "{{ workspace.key }}" } },
        say: {
          type: "call",
          config: { value: "{{ nodes.call.auth | slice: 7, 6 }} {{ vars.kept | slice: 0, 6 }}" },
        },
      },
      ["start -> call", "call -> say"],
    ),
  );
  const outcome = await service.start(startInput(target)).result;
  assert.equal(JSON.stringify(outcome.output).includes(secret.slice(0, 6)), false);
  assert.match(JSON.stringify(outcome.output), /redac/);
});
