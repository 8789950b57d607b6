import { z } from "zod";
import { httpKindIds } from "#lib/connections/http-kinds.ts";
import { jsonValue } from "#lib/flow/json.ts";
import { type ApiCall, emptyCall, isObject, readCall } from "#lib/systems/api-call.ts";
import { missingValues } from "#lib/systems/missing-values.ts";
import { numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { actionPorts } from "../ports.ts";
import { fields } from "./fields.ts";

const config = z.strictObject({
  // Not looked into further: the description in it was checked when it was imported.
  call: z.custom<ApiCall>(isObject, "it is not a call").default(emptyCall),
  serverUrl: textSetting(2_000),
  outlets: z
    .array(
      z.strictObject({
        id: z.string().max(60).default(""),
        status: z.string().max(100).default(""),
        label: z.string().max(80).default(""),
      }),
    )
    .max(10)
    .default([]),
  responseAs: z.enum(["auto", "json", "xml", "text", "file"]).default("auto"),
  timeoutSeconds: numberSetting({ min: 1, max: 120, fallback: 30, whole: false }),
});

export type ConnectConfig = z.infer<typeof config>;

export const connectOutput = z.object({
  status: z.int().describe("HTTP status"),
  headers: z.record(z.string(), z.string()).describe("HTTP headers"),
  body: jsonValue.describe("data of the answer"),
  durationMs: z.number().describe("how long it took, in ms"),
  timings: z.record(z.string(), z.number()).describe("what that time was spent on, in ms"),
});

export const definition = {
  id: "connect",
  version: 1,
  migrate: [],
  label: "Connect",
  summary: "Calls an operation of a system that Patchbay knows, with a form.",
  category: "integration",
  keywords: ["system", "openapi", "swagger", "operation", "api", "integration", "service"],
  icon: "M9 3v5 M15 3v5 M6 8h12v3a6 6 0 0 1-12 0z M12 17v4",
  connection: { kinds: httpKindIds, required: false },
  config,
  defaults: config.parse({}),
  fields,
  ports: {
    in: true,
    out: actionPorts,
    outFrom: { field: "outlets", id: "id", label: "label", afterDone: true },
    passBy: "done",
  },
  output: connectOutput,
  sample: (raw) => {
    const answers = readCall(raw.call).operation?.answers ?? [];
    const good = answers.find(({ sample }) => sample !== undefined);
    return {
      status: Number(good?.status) || 200,
      headers: { "content-type": "application/json" },
      body: good?.sample ?? {},
      durationMs: 85,
      timings: { queueMs: 0, dnsMs: 6, connectMs: 12, tlsMs: 20, waitMs: 45, downloadMs: 2 },
    };
  },
  describe: (raw) => {
    const { operation } = readCall(raw.call);
    if (operation === null) return "Call an operation of a system";
    const named = operation.summary || operation.path;
    return `${operation.method.slice(0, 7)} ${emphasis(named, "an operation", 52)}`;
  },
  missing: (raw) =>
    missingValues(raw.call).map(({ path, label }) => ({ field: `call.${path}`, label })),
  retry: { max: 2, baseMs: 500 },
  /** Above the longest `timeoutSeconds`, so that the request's own limit is the one that speaks. */
  timeoutMs: 125_000,
  effects: (raw) => {
    const method = readCall(raw.call).operation?.method;
    if (method === "POST" || method === "PATCH") return "once";
    return method === "PUT" || method === "DELETE" ? "idempotent" : "read";
  },
} satisfies NodeDefinition<typeof config>;
