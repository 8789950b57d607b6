import { isFailing } from "#lib/http/step/failing-status.ts";
import { roundedTimings } from "#lib/http/step/rounded-timings.ts";
import type { Execute, ExecuteContext, Execution } from "../contract.ts";
import { pagesPlan } from "../paging-setting.ts";
import { callOperation, callPages } from "./call-operation.ts";
import type { ConnectConfig } from "./definition.ts";
import { keepRecord } from "./keep-record.ts";
import { readNew } from "./read-new.ts";

/**
 * Calls an operation and hands on its answer, or keeps records the same on both sides.
 *
 * @throws UpstreamError and UserError as the REST API node does, and what `buildCall` throws
 */
export const execute: Execute<ConnectConfig> = async (context) => {
  const { does } = context.config;
  if (does === "call") return await callOnce(context);
  return does === "read-new" ? await readNew(context) : await keepRecord(context);
};

/** The answer goes on at the outlet of its status when there is one. */
async function callOnce(context: ExecuteContext<ConnectConfig>): Promise<Execution> {
  const { config } = context;
  const plan = pagesPlan(config);
  if (plan !== undefined) {
    const { items, ...told } = await callPages(context, config.call, plan);
    return { kind: "done", output: { items, count: items.length, ...told } };
  }
  const accepts = (status: number) => outletOf(config, status) !== undefined;
  const { response, body } = await callOperation(context, config.call, { accepts });
  const outlet = outletOf(config, response.status);
  return {
    kind: "done",
    ...(outlet !== undefined && { port: outlet.id }),
    output: {
      status: response.status,
      headers: response.headers,
      body,
      durationMs: Math.round(response.timings.totalMs),
      timings: roundedTimings(response.timings),
    },
  };
}

function outletOf({ outlets }: ConnectConfig, status: number) {
  return outlets.find(
    (outlet) =>
      outlet.id !== "" && isFailing({ failOn: "custom", failStatuses: outlet.status }, status),
  );
}
