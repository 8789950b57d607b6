import { z } from "zod";
import { httpKindIds } from "#lib/connections/http-kinds.ts";
import { type Json, jsonValue } from "#lib/flow/json.ts";
import { jsonTextSetting, nameValueRows, numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { pagingFields } from "../paging-fields.ts";
import { pagingSettings } from "../paging-setting.ts";
import { actionPorts } from "../ports.ts";
import { backupAddress } from "./backup-address.ts";
import { batchFields } from "./batch-fields.ts";
import { fields, methods } from "./fields.ts";

const config = z.strictObject({
  method: z.enum(methods).default("GET"),
  url: textSetting(10_000),
  query: nameValueRows(),
  headers: nameValueRows(),
  bodyType: z.enum(["none", "json", "form", "multipart", "xml", "text", "file"]).default("none"),
  bodyJson: jsonTextSetting(),
  bodyForm: nameValueRows(),
  bodyParts: z
    .array(
      z.strictObject({
        name: z.string().max(1_000).default(""),
        kind: z.enum(["text", "file"]).default("text"),
        value: z.string().max(1_000_000).default(""),
        type: z.string().max(200).default(""),
        enabled: z.boolean().default(true),
      }),
    )
    .max(100)
    .default([]),
  bodyXml: textSetting(2_000_000),
  bodyText: textSetting(2_000_000),
  bodyFile: textSetting(10_000),
  responseAs: z.enum(["auto", "json", "xml", "text", "file"]).default("auto"),
  handOn: z.enum(["response", "body"]).default("response"),
  failOn: z.enum(["4xx-5xx", "never", "custom"]).default("4xx-5xx"),
  failStatuses: z.string().max(200).default(""),
  timeoutSeconds: numberSetting({ min: 1, max: 120, fallback: 30, whole: false }),
  followRedirects: z.boolean().default(true),
  proxy: textSetting(2_000),
  saveTo: z
    .array(z.strictObject({ name: z.string().max(40), path: z.string().max(500).default("") }))
    .max(50)
    .default([]),
  remember: z.enum(["no", "yes", "stale"]).default("no"),
  rememberSeconds: numberSetting({ min: 1, max: 86_400, fallback: 60 }),
  batch: z.enum(["none", "each", "groups"]).default("none"),
  batchOver: textSetting(2_000_000),
  batchSize: numberSetting({ min: 1, max: 1_000, fallback: 100 }),
  batchAtOnce: numberSetting({ min: 1, max: 10, fallback: 1 }),
  batchFailure: z.enum(["stop", "collect"]).default("stop"),
  ...pagingSettings,
  backupUrl: textSetting(10_000),
});

export type RestApiConfig = z.infer<typeof config>;

/** What a step hands on, but for those that hand on the data alone. */
export const responseOutput = z.object({
  status: z.int().describe("HTTP status"),
  headers: z.record(z.string(), z.string()).describe("HTTP headers"),
  body: jsonValue.describe("data of the answer"),
  durationMs: z.number().describe("how long it took, in ms"),
  timings: z
    .object({
      queueMs: z.number().describe("waiting for a free connection"),
      dnsMs: z.number().describe("looking up the name"),
      connectMs: z.number().describe("connecting"),
      tlsMs: z.number().describe("setting up encryption"),
      waitMs: z.number().describe("waiting for the answer's first byte"),
      downloadMs: z.number().describe("receiving the answer"),
    })
    .describe("what that time was spent on, in ms"),
  url: z.string().describe("address that answered"),
  fromCache: z
    .boolean()
    .optional()
    .describe("whether the answer was remembered; there when the step remembers"),
  answeredBy: z
    .enum(["primary", "backup"])
    .optional()
    .describe("whether the backup had to answer; there when the step has one"),
});

/** What a step hands on that has worked through a list. */
export const batchesOutput = z.object({
  results: z
    .array(
      z.object({
        index: z.int(),
        ok: z.boolean(),
        output: jsonValue.describe("what one call hands on"),
        error: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    )
    .describe("one for each call, in the list's order"),
  count: z.int().describe("how many calls"),
  failed: z.int().describe("how many of them failed"),
});

/** What a step hands on that has fetched several pages. */
export const pagesOutput = z.object({
  items: z.array(jsonValue).describe("the items of all pages"),
  count: z.int().describe("how many items"),
  pages: z.int().describe("how many pages were fetched"),
  stoppedBy: z
    .enum(["end", "pages", "items", "bytes", "time"])
    .describe("whether the last page was reached, or which limit came first"),
  isWhole: z.boolean().describe("whether there is no more than this"),
  durationMs: z.number().describe("how long it took, in ms"),
});

const sampleResponse = {
  status: 200,
  headers: { "content-type": "application/json" },
  durationMs: 85,
  timings: { queueMs: 0, dnsMs: 6, connectMs: 12, tlsMs: 20, waitMs: 45, downloadMs: 2 },
  url: "https://api.example.com/orders/1042",
};

const sampleFile = {
  fileId: "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90",
  name: "invoice.pdf",
  type: "application/pdf",
  size: 48_213,
  url: "https://patchbay.example.com/files/5f0f2a3e/invoice.pdf",
};

export const definition = {
  id: "rest-api",
  version: 1,
  migrate: [],
  label: "REST API",
  summary: "Calls another system's web API and hands on its answer.",
  category: "integration",
  keywords: ["http", "request", "api", "get", "post", "json", "fetch", "call", "web service"],
  icon: "M4 8h13 M13 4l4 4-4 4 M20 16H7 M11 12l-4 4 4 4",
  connection: { kinds: httpKindIds, required: false },
  config,
  defaults: config.parse({}),
  fields: { ...fields, ...batchFields, ...pagingFields },
  locals: (raw) => {
    if (raw.batch !== "each" && raw.batch !== "groups") return undefined;
    const item = { id: 1042, status: "open" };
    return { batch: { items: [item], item, index: 0 } };
  },
  ports: { in: true, out: actionPorts },
  output: z.union([responseOutput, batchesOutput, pagesOutput, jsonValue]),
  sample: (raw): Json => {
    if (raw.batch === "each" || raw.batch === "groups") {
      const output = { ...sampleResponse, body: { id: 1042, status: "open" } };
      if (raw.handOn === "body") return [output.body];
      return { results: [{ index: 0, ok: true, output, error: null }], count: 1, failed: 0 };
    }
    if (typeof raw.paging === "string" && raw.paging !== "none") {
      const items = [{ id: 1042, status: "open" }];
      if (raw.handOn === "body") return items;
      const whole = { stoppedBy: "end", isWhole: true, durationMs: 240 };
      return { items, count: 1, pages: 1, ...whole };
    }
    const body = raw.responseAs === "file" ? sampleFile : { id: 1042, status: "open" };
    return raw.handOn === "body" ? body : { ...sampleResponse, body };
  },
  describe: (raw) => {
    const method = methods.find((known) => known === raw.method) ?? "GET";
    const url = typeof raw.url === "string" ? raw.url.trim() : "";
    const place = url.replace(/^https?:\/\//i, "").replace(/[?#](?![^{]*\}\}).*$/s, "");
    return `${method} ${emphasis(place, "an address", 52)}`;
  },
  retry: { max: 2, baseMs: 500 },
  /** Above the longest `timeoutSeconds` and `maxSeconds`, so that the step's own limits speak first. */
  timeoutMs: 575_000,
  effects: (raw) => {
    if (raw.method === "POST" || raw.method === "PATCH") return "once";
    return raw.method === "PUT" || raw.method === "DELETE" ? "idempotent" : "read";
  },
  backup: (filled) => {
    const backupUrl = typeof filled.backupUrl === "string" ? filled.backupUrl.trim() : "";
    if (backupUrl === "") return undefined;
    return { ...filled, url: backupAddress(String(filled.url), backupUrl) };
  },
} satisfies NodeDefinition<typeof config>;
