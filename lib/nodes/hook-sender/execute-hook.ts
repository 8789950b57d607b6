import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Execute, ExecuteContext, Execution, ResolvedConnection } from "../contract.ts";
import { expiryOf } from "../expiry.ts";
import type { HookConfig } from "./config.ts";
import { decide } from "./decide.ts";
import { hookUrl, refuseOwn } from "./hook-url.ts";
import { mapData, withField } from "./map-data.ts";
import type { HookProduct, Route } from "./product.ts";
import { checkTaken } from "./read-meaning.ts";
import { type Sent, sendData } from "./send-data.ts";
import { sendSample } from "./send-sample.ts";

/**
 * The executor of a service: sends the data, unless its conditions say otherwise, and goes on as the
 * step is set up.
 *
 * @throws UpstreamError `hook_not_taken` (may pass), `hook_no_answer`; and the HTTP client's
 * @throws UserError `hook_gone`, `hook_refused`, `body_too_large`, `own_address`, `invalid_json`,
 *   `invalid_value`, `forbidden_key`, `connection_missing`
 */
export function executeHook(product: HookProduct, route?: Route): Execute<HookConfig> {
  return async (context) => {
    if (context.resumed?.kind === "callback" || context.resumed?.kind === "timeout") {
      return afterWait(context.resumed);
    }
    const { config } = context;
    const data = await mapData(context);
    const connection = connectionOf(context);
    const decision = await decide(context, data);
    if (!decision.send) return notSent(decision.reason, data);
    const payload =
      config.answer === "callback"
        ? withField(data, config.callbackField.trim(), context.callbackUrl())
        : data;
    const { sent, facts } = await deliver(context, connection, product, payload, route).catch(
      async (error: unknown) => {
        await decision.release();
        throw error;
      },
    );
    await decision.keep();
    const output = { ...outputOf(sent, data, context), ...facts };
    if (context.action === sendSample.id) return { kind: "done", output };
    if (config.answer === "callback") {
      const expiresAt = expiryOf(config.timeout, config.timeoutUnit, context.now());
      return { kind: "wait", wait: { kind: "callback", state: { output }, expiresAt } };
    }
    if (config.answer === "response") checkAnswered(sent, product);
    return { kind: "done", output };
  };
}

async function deliver(
  context: ExecuteContext<HookConfig>,
  connection: ResolvedConnection,
  product: HookProduct,
  data: Json,
  route: Route | undefined,
): Promise<{ sent: Sent; facts: JsonObject }> {
  const { hook = "", address, facts } = (await route?.(context)) ?? { facts: {} };
  const url = address ?? hookUrl(connection, hook);
  refuseOwn(url, context.callbackUrl());
  const sent = await sendData(context, connection, product, data, url);
  checkTaken(sent.answer, sent.response, product);
  return { sent, facts };
}

function connectionOf({ connection }: ExecuteContext): ResolvedConnection {
  if (connection !== undefined) return connection;
  throw new UserError("connection_missing", "The step has no connection.", {
    next: "Pick one in the step's settings.",
  });
}

function notSent(reason: string, data: Json): Execution {
  const nothing = { status: null, headers: {}, body: null, durationMs: 0 };
  return { kind: "done", output: { sent: false, reason, ...nothing, data } };
}

function outputOf({ response, answer }: Sent, data: Json, { side }: ExecuteContext): JsonObject {
  return {
    ...{ sent: true, reason: null, status: response.status, headers: response.headers },
    body: answer.body as Json /* what parseBody makes of JSON, XML and text is JSON */,
    durationMs: Math.round(response.timings.totalMs),
    data,
    ...(side === undefined ? {} : { answeredBy: side }),
  };
}

/** What came after the data was sent: the other side's call, or none in time. */
function afterWait(
  resumed: Extract<NonNullable<ExecuteContext["resumed"]>, { kind: "callback" | "timeout" }>,
): Execution {
  const { output } = resumed.state;
  const before: JsonObject =
    typeof output === "object" && output !== null && !Array.isArray(output) ? output : {};
  if (resumed.kind === "timeout") return { kind: "done", port: "timeout", output: before };
  const { body, headers } = resumed.request;
  return { kind: "done", output: { ...before, body, headers } };
}

/** @throws UserError `hook_no_answer`: the data has arrived, and nothing but a receipt came back */
function checkAnswered({ answer }: Sent, product: HookProduct): void {
  const { answers, name } = product;
  if (answers === undefined || !product.isReceipt(answer)) return;
  throw new UserError("hook_no_answer", answers.missing.message, {
    next: answers.missing.next,
    details: { status: answer.status, body: answer.text, service: name },
  });
}
