import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ExecuteContext, Execution } from "../contract.ts";
import { definition, type RestApiConfig } from "./definition.ts";

type Context = ExecuteContext<RestApiConfig>;
type Result = {
  index: number;
  ok: boolean;
  output: Json;
  error: { code: string; message: string } | null;
};

/** More calls than this are a flow's business: For each, with a run that can be resumed. */
const mostCalls = 1_000;
/** No further call begins after this, in ms: below the step's own limit. */
const longestMs = 440_000;

/**
 * Calls once for each item or group of a list, several at once, and keeps the list's order. Each call
 * has an idempotency key of its own, the same over tries.
 *
 * @throws UserError `invalid_value` when there is no list, `too_many_items`; with “the step fails”, what
 *   the first failed call threw
 */
export async function runBatches(
  context: Context,
  callOnce: (context: Context) => Promise<Execution>,
): Promise<Execution> {
  const { config, signal } = context;
  const groups = groupsOf(config);
  const results: Result[] = [];
  const until = performance.now() + longestMs;
  let next = 0;
  let failure: { error: unknown } | undefined;

  const work = async () => {
    while (next < groups.length && failure === undefined && !signal.aborted) {
      const index = next++;
      try {
        if (performance.now() > until) throw outOfTime(index, groups.length);
        const output = await callBatch(context, groups[index] ?? [], index, callOnce);
        results[index] = { index, ok: true, output, error: null };
      } catch (error) {
        if (config.batchFailure === "stop") failure ??= { error };
        const { code, message } = describeError(error);
        results[index] = { index, ok: false, output: null, error: { code, message } };
      }
    }
  };
  await Promise.all(Array.from({ length: config.batchAtOnce }, work));
  if (failure !== undefined) throw failure.error;
  signal.throwIfAborted();
  const failed = results.filter(({ ok }) => !ok).length;
  const alone = config.handOn === "body";
  const output: Json = alone
    ? results.map((result) => result.output)
    : { results, count: results.length, failed };
  return { kind: "done", output };
}

async function callBatch(
  context: Context,
  items: Json[],
  index: number,
  callOnce: (context: Context) => Promise<Execution>,
): Promise<Json> {
  const filled = context.fillAgain({ batch: { items, item: items[0] ?? null, index } });
  const execution = await callOnce({
    ...context,
    // A getter, which a copy would go without.
    signal: context.signal,
    config: definition.config.parse(filled),
    idempotencyKey: `${context.idempotencyKey}:${index}`,
  });
  return execution.kind === "done" ? execution.output : null;
}

function groupsOf({ batch, batchOver, batchSize }: RestApiConfig): Json[][] {
  const items = readList(batchOver);
  const size = batch === "groups" ? batchSize : 1;
  const count = Math.ceil(items.length / size);
  if (count > mostCalls) {
    throw new UserError(
      "too_many_items",
      `The list would take ${count} calls; a step makes ${mostCalls} at most.`,
      { next: "Send more items with each call, or use a step “For each”." },
    );
  }
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function readList(text: string): Json[] {
  try {
    const list = JSON.parse(text) as Json; // whatever JSON it is
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw new UserError("invalid_value", "The setting “List” holds no list.", {
    next: "Pick a list from an earlier step, such as {{ nodes.get_orders.body.orders }}.",
  });
}

function outOfTime(index: number, count: number): UserError {
  return new UserError(
    "step_timeout",
    `The time was over after ${index} of ${count} calls; the others were not made.`,
    { next: "Send more items with each call, or more calls at once." },
  );
}
