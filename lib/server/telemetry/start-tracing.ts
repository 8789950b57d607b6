import type { EndedRun, EndedStep, RunMetrics } from "#lib/operations/run-metrics.ts";
import { SpanIds } from "./span-ids.ts";

export type Tracing = {
  runs: RunMetrics;
  /** Sends what is left, for 5 s at most. */
  stop(): Promise<void>;
};

type TracingOptions = {
  /** Where OTLP is received over HTTP; `/v1/traces` is added (OTEL_EXPORTER_OTLP_ENDPOINT). */
  endpoint: string;
  /** The part of runs that is traced, from 0 to 1 (OTEL_TRACES_SAMPLER_ARG). Default 1. */
  ratio?: number;
  version: string;
  /** How long finished spans are gathered before they are sent, in ms. Default 2,000. */
  gatherMs?: number;
};

const stopWithinMs = 5_000;

/**
 * Traces runs: a span for each run and one for each of its steps, told after the fact. Ids follow
 * from the run's, so all processes that had a hand in a run write the same trace. Spans carry ids,
 * types, states and error codes, never what a step took or gave. Headers for the receiver come from
 * OTEL_EXPORTER_OTLP_HEADERS. The libraries are loaded here and only here.
 */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const ids = new SpanIds();
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      "service.name": process.env.OTEL_SERVICE_NAME || "patchbay",
      "service.version": options.version,
    }),
    // By the trace's id alone: every process decides the same for a run.
    sampler: new sdk.TraceIdRatioBasedSampler(options.ratio ?? 1),
    idGenerator: ids,
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({
          url: `${options.endpoint.replace(/\/+$/, "")}/v1/traces`,
        }),
        maxQueueSize: 20_000,
        scheduledDelayMillis: options.gatherMs ?? 2_000,
      }),
    ],
  });
  const tracer = provider.getTracer("patchbay", options.version);
  const failed = (code: string | undefined) => ({
    code: api.SpanStatusCode.ERROR,
    ...(code !== undefined && { message: code }),
  });

  function traceRun(run: EndedRun): void {
    const span = ids.naming(ids.traceOf(run.runId), ids.rootOf(run.runId), () =>
      tracer.startSpan(
        "run",
        {
          root: true,
          // A run that went on after a wait was queued anew, after its start.
          startTime: Math.min(run.queuedAt ?? run.startedAt, run.startedAt),
          attributes: {
            "patchbay.run.id": run.runId,
            "patchbay.workspace.id": run.workspaceId,
            "patchbay.flow.id": run.flowId,
            "patchbay.run.mode": run.mode,
            "patchbay.run.state": run.state,
            "patchbay.run.trigger": run.triggerKind,
            "patchbay.run.steps": run.stepCount,
            "patchbay.run.queue_ms":
              run.queuedAt === null ? 0 : Math.max(0, run.startedAt - run.queuedAt),
          },
        },
        api.ROOT_CONTEXT,
      ),
    );
    if (run.state === "failed") span.setStatus(failed(run.errorCode));
    span.end(run.endedAt);
  }

  function traceStep(step: EndedStep): void {
    const traceId = ids.traceOf(step.runId);
    const parent = api.trace.setSpanContext(api.ROOT_CONTEXT, {
      traceId,
      spanId: ids.rootOf(step.runId),
      traceFlags: api.TraceFlags.SAMPLED,
      isRemote: true,
    });
    const span = ids.naming(traceId, ids.stepOf(step.runId, step.activationId), () =>
      tracer.startSpan(
        step.nodeType,
        {
          startTime: step.startedAt,
          attributes: {
            "patchbay.run.id": step.runId,
            "patchbay.node.id": step.nodeId,
            "patchbay.node.type": step.nodeType,
            "patchbay.step.id": step.activationId,
            "patchbay.step.state": step.state,
            "patchbay.step.attempts": step.attempts,
          },
        },
        parent,
      ),
    );
    if (step.state === "failed") span.setStatus(failed(step.errorCode));
    span.end(step.startedAt + step.durationMs);
  }

  return {
    runs: {
      accepted: () => undefined,
      runEnded: traceRun,
      stepEnded: traceStep,
      takenOver: () => undefined,
      journalFlushed: () => undefined,
    },
    async stop() {
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, stopWithinMs);
      // A receiver that is away must not hold up the end; the SDK has told of it already.
      await Promise.race([provider.shutdown().catch(() => undefined), limit.promise]);
      clearTimeout(timer);
    },
  };
}
