import { z } from "zod";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { jsonValue } from "#lib/flow/json.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis, entries } from "../describe-text.ts";
import type { Fields } from "../fields.ts";
import { hookConfig, hookDefaults, keepTryingMs } from "./config.ts";
import { hookFields } from "./fields.ts";
import type { HookProduct } from "./product.ts";
import { sendSample } from "./send-sample.ts";

const output = z.object({
  sent: z.boolean().describe("whether anything was sent"),
  reason: z.string().nullable().describe("why nothing was sent"),
  status: z.int().nullable().describe("HTTP status"),
  headers: z.record(z.string(), z.string()).describe("HTTP headers"),
  body: jsonValue.describe("data of the answer, or of the call back"),
  durationMs: z.number().describe("how long it took, in ms"),
  data: jsonValue.describe("what was sent"),
  answeredBy: z
    .enum(["primary", "backup"])
    .optional()
    .describe("whether the backup had to answer; there when the step has one"),
});

type Looks = Pick<NodeDefinition, "label" | "summary" | "keywords" | "icon"> & {
  /** Settings of the service's own, with their fields. */
  own?: {
    config: z.ZodRawShape;
    defaults: JsonObject;
    fields: Fields;
    output: z.ZodRawShape;
    sample: JsonObject;
  };
  sampleBody: Json;
};

/** The node of an automation service: settings, fields and outlets are the same for all of them. */
export function defineHook(
  product: HookProduct,
  { own, sampleBody, ...looks }: Looks,
): NodeDefinition {
  const config = hookConfig.extend(own?.config ?? {});
  return {
    id: product.id,
    version: 1,
    migrate: [],
    ...looks,
    category: "integration",
    connection: { kinds: [product.id], required: true },
    config,
    defaults: { ...hookDefaults, ...own?.defaults },
    fields: hookFields(product, own?.fields),
    ports: {
      in: true,
      out: [
        { id: "done", label: "Done", kind: "normal" },
        {
          id: "timeout",
          label: "No call back",
          kind: "timeout",
          showWhen: { field: "answer", in: ["callback"] },
        },
        { id: "failed", label: "Failed", kind: "failed" },
      ],
    },
    output: output.extend(own?.output ?? {}),
    sample: (raw) => ({
      ...{ sent: true, reason: null, status: 200, durationMs: 180 },
      headers: { "content-type": "application/json" },
      body: sampleBody,
      data: sampleData(raw),
      ...own?.sample,
    }),
    describe: (raw) => sentence(product, raw),
    retry: { max: 2, baseMs: 1_000 },
    /** Above the longest `timeoutSeconds`, so that the request's own limit is the one that speaks. */
    timeoutMs: 125_000,
    effects: "once",
    actions: [
      {
        ...sendSample,
        help: `Sends this data to ${product.name} once, with values of the last test or examples, so that the ${product.starts} learns its fields. The ${product.starts} may act on it.`,
      },
    ],
    keepTrying: ({ keepTrying }) =>
      Object.entries(keepTryingMs).find(([name]) => name === keepTrying)?.[1] ?? 0,
  };
}

function sampleData(raw: JsonObject): JsonObject {
  const named = entries(raw.data).flatMap(({ name }) =>
    typeof name === "string" && /^[a-zA-Z]\w*$/.test(name) ? [[name, "text"] as const] : [],
  );
  return Object.fromEntries(named);
}

function sentence({ inFull }: HookProduct, raw: JsonObject): string {
  const names = entries(raw.data).filter(({ name }) => name !== "");
  const what =
    raw.dataAs === "json" || names.length === 0
      ? "data"
      : names.length === 1
        ? emphasis(names[0]?.name, "data", 20)
        : `${emphasis(names[0]?.name, "data", 16)} and ${names.length - 1} more`;
  return `Send ${what} to ${inFull}${raw.answer === "response" ? " and use its answer" : ""}`;
}
