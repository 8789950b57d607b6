import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { promisify } from "node:util";
import type { EndedRun, EndedStep } from "#lib/operations/run-metrics.ts";
import { startTracing } from "./start-tracing.ts";

type Attribute = { key: string; value: { [kind: string]: unknown } };
type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code?: number; message?: string };
};

async function receiver() {
  const spans: Span[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      for (const resource of JSON.parse(body).resourceSpans) {
        for (const scope of resource.scopeSpans) spans.push(...scope.spans);
      }
      response.setHeader("content-type", "application/json");
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listens on TCP
  return { spans, paths, endpoint: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const run: EndedRun = {
  runId: "0190f6a2-5c1e-7a3b-8d4f-0123456789ab",
  workspaceId: "w1",
  flowId: "f1",
  state: "failed",
  triggerKind: "webhook",
  mode: "live",
  queuedAt: 1_700_000_000_000,
  startedAt: 1_700_000_000_100,
  endedAt: 1_700_000_001_000,
  stepCount: 1,
  errorCode: "upstream_timeout",
};
const step: EndedStep = {
  runId: run.runId,
  activationId: "ab12",
  nodeId: "n1",
  nodeType: "rest-api",
  state: "succeeded",
  startedAt: 1_700_000_000_200,
  durationMs: 300,
  attempts: 2,
};

const attribute = (span: Span | undefined, key: string) =>
  Object.values(span?.attributes.find((one) => one.key === key)?.value ?? {})[0];

test("a run and its steps are one trace, whichever process tells of them", async () => {
  const { spans, paths, endpoint, close } = await receiver();
  const [one, other] = [
    await startTracing({ endpoint, version: "1" }),
    await startTracing({ endpoint, version: "1" }),
  ];
  one.runs.stepEnded(step);
  other.runs.runEnded(run);
  await Promise.all([one.stop(), other.stop()]);
  close();

  assert.deepEqual(new Set(paths), new Set(["/v1/traces"]));
  assert.equal(spans.length, 2);
  const runSpan = spans.find((span) => span.name === "run");
  const stepSpan = spans.find((span) => span.name === "rest-api");
  assert.equal(runSpan?.traceId, run.runId.replaceAll("-", ""));
  assert.equal(stepSpan?.traceId, runSpan?.traceId);
  assert.equal(stepSpan?.parentSpanId, runSpan?.spanId);
  assert.ok(!runSpan?.parentSpanId);
  assert.equal(BigInt(runSpan?.startTimeUnixNano ?? 0) / 1_000_000n, BigInt(run.queuedAt ?? 0));
  assert.equal(
    BigInt(stepSpan?.endTimeUnixNano ?? 0) / 1_000_000n,
    BigInt(step.startedAt + step.durationMs),
  );
  assert.deepEqual([runSpan?.status.code, runSpan?.status.message], [2, "upstream_timeout"]);
  assert.equal(attribute(runSpan, "patchbay.run.id"), run.runId);
  assert.equal(attribute(stepSpan, "patchbay.step.attempts"), 2);
});

test("a ratio of nothing traces nothing, and a receiver that is away holds nobody up", async () => {
  const { spans, endpoint, close } = await receiver();
  const none = await startTracing({ endpoint, version: "1", ratio: 0 });
  none.runs.runEnded(run);
  none.runs.stepEnded(step);
  await none.stop();
  close();
  assert.equal(spans.length, 0);
  const away = await startTracing({ endpoint: "http://127.0.0.1:1", version: "1" });
  away.runs.runEnded(run);
  await away.stop();
});

test("the libraries are not loaded before tracing starts", async () => {
  const module = new URL("./start-tracing.ts", import.meta.url).href;
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context); } });
    await import(${JSON.stringify(module)});
    process.stdout.write(loaded.filter((name) => name.includes("opentelemetry")).join());
    if (!loaded.some((name) => name.includes("start-tracing"))) process.exit(1);`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    script,
  ]);
  assert.equal(stdout, "");
});
