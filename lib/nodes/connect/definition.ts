import { z } from "zod";
import { httpKindIds } from "#lib/connections/http-kinds.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { type ApiCall, emptyCall, isObject, readCall } from "#lib/systems/api-call.ts";
import { missingValues } from "#lib/systems/missing-values.ts";
import { numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { pagingSettings } from "../paging-setting.ts";
import { actionPorts } from "../ports.ts";
import { fields } from "./fields.ts";
import { connectOutput, sampleAnswer, sampleRecord } from "./output.ts";

const config = z.strictObject({
  does: z.enum(["call", "find-or-create", "upsert", "read-new"]).default("call"),
  call: apiCall(),
  find: apiCall(),
  create: apiCall(),
  update: apiCall(),
  match: z
    .array(z.strictObject({ field: z.string().max(500).default(""), value: textSetting(10_000) }))
    .max(5)
    .default([]),
  ignoreCase: z.boolean().default(true),
  leaveSame: z.boolean().default(true),
  recordPath: z.string().max(500).default(""),
  cursorPath: z.string().max(500).default(""),
  idPath: z.string().max(500).default("id"),
  startAt: textSetting(500),
  position: z.string().max(100).default(""),
  maxRecords: numberSetting({ min: 1, max: 1_000, fallback: 200 }),
  whenOneFails: z.enum(["stop", "again", "leave"]).default("stop"),
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
  ...pagingSettings,
});

/** Not looked into further: the description in it was checked when it was imported. */
function apiCall() {
  return z.custom<ApiCall>(isObject, "it is not a call").default(emptyCall);
}

export type ConnectConfig = z.infer<typeof config>;

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
    out: [
      {
        ...{ id: "item", label: "For each new record", kind: "normal" },
        showWhen: { field: "does", in: ["read-new"] },
      },
      ...actionPorts,
    ],
    outFrom: { field: "outlets", id: "id", label: "label", afterDone: true },
    passBy: "done",
  },
  output: connectOutput,
  sample: sampleAnswer,
  locals: (raw): JsonObject | undefined => {
    if (raw.does === "upsert") return { found: sampleRecord(raw.find) };
    return raw.does === "read-new" ? { sync: { cursor: "2026-01-31T09:00:00Z" } } : undefined;
  },
  loops: "item",
  loopItem: (raw) => sampleRecord(raw.find),
  describe: (raw) => {
    const { operation } = readCall(
      raw.does === "call" || raw.does === undefined ? raw.call : raw.find,
    );
    if (operation === null) return emptyText[String(raw.does)] ?? "Call an operation of a system";
    const named = emphasis(operation.summary || operation.path, "an operation", 44);
    if (raw.does === "find-or-create") return `Find by ${named}, or create`;
    if (raw.does === "upsert") return `Create or update by ${named}`;
    if (raw.does === "read-new") return `What is new in ${named}`;
    return operation.graphql === undefined ? `${operation.method.slice(0, 7)} ${named}` : named;
  },
  missing: (raw) =>
    callsOf(raw).flatMap((field) => {
      const other =
        field !== "call" && readCall(raw[field]).systemId !== readCall(raw.find).systemId;
      if (other) return [{ field, label: String(fields[field]?.label) }];
      const missing = missingValues(raw[field]);
      return missing.map(({ path, label }) => ({ field: `${field}.${path}`, label }));
    }),
  copies: (raw) =>
    callsOf(raw).flatMap((field) => {
      const { systemId, operation } = readCall(raw[field]);
      if (operation === null) return [];
      const { key, hash, summary, path } = operation;
      return [{ field, systemId, key, hash, name: summary || path }];
    }),
  retry: { max: 2, baseMs: 500 },
  /** Above the longest `timeoutSeconds` and `maxSeconds`, so that the step's own limits speak first. */
  timeoutMs: 575_000,
  effects: (raw) => {
    // What was created before it was cut off is found the next time.
    if (raw.does === "find-or-create" || raw.does === "upsert") return "idempotent";
    if (raw.does === "read-new") return "read";
    const { operation } = readCall(raw.call);
    if (operation?.graphql?.kind === "query") return "read";
    const method = operation?.method;
    if (method === "POST" || method === "PATCH") return "once";
    return method === "PUT" || method === "DELETE" ? "idempotent" : "read";
  },
} satisfies NodeDefinition<typeof config>;

const emptyText: { [does: string]: string } = {
  "find-or-create": "Find a record, or create it",
  upsert: "Create or update a record",
  "read-new": "Read what is new in a system",
};

/** The settings that hold the calls it makes. */
function callsOf({ does }: JsonObject): string[] {
  if (does === "find-or-create") return ["find", "create"];
  if (does === "upsert") return ["find", "create", "update"];
  return does === "read-new" ? ["find"] : ["call"];
}
