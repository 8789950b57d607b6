import { z } from "zod";
import { type Json, type JsonObject, jsonValue } from "#lib/flow/json.ts";
import { isObject, readCall } from "#lib/systems/api-call.ts";
import { sampleAnswer as graphqlSample } from "#lib/systems/graphql/sample-answer.ts";

const answerOutput = z.object({
  status: z.int().describe("HTTP status"),
  headers: z.record(z.string(), z.string()).describe("HTTP headers"),
  body: jsonValue.describe("data of the answer"),
  durationMs: z.number().describe("how long it took, in ms"),
  timings: z.record(z.string(), z.number()).describe("what that time was spent on, in ms"),
});

const pagesOutput = z.object({
  items: z.array(jsonValue).describe("the items of all pages"),
  count: z.int().describe("how many items"),
  pages: z.int().describe("how many pages were fetched"),
  stoppedBy: z.enum(["end", "pages", "items", "bytes", "time"]),
  isWhole: z.boolean().describe("whether there is no more than this"),
  durationMs: z.number().describe("how long it took, in ms"),
});

export const recordOutput = z.object({
  outcome: z.enum(["found", "created", "updated", "unchanged"]).describe("what was done"),
  record: jsonValue.describe("the record as it is now"),
  before: jsonValue.describe("the record as it was found; null when there was none"),
  status: z.int().nullable().describe("HTTP status of creating or updating"),
});

export const newOutput = z.object({
  records: z.array(jsonValue).describe("the new records, the oldest first"),
  results: z.array(jsonValue).describe("what each one’s branch left"),
  count: z.int().describe("how many new records"),
  failed: z.int().describe("how many of their branches failed"),
  errors: z.array(z.object({ index: z.int(), message: z.string() })),
  cursor: z.union([z.string(), z.number()]).nullable().describe("how far was read"),
  reachedLimit: z.boolean().describe("whether there may be more for the next run"),
});

export const connectOutput = z.union([answerOutput, pagesOutput, recordOutput, newOutput]);

/** What the step would hand on, by the description's own examples. */
export function sampleAnswer(raw: JsonObject): Json {
  if (raw.does === "find-or-create" || raw.does === "upsert") {
    const record = sampleRecord(raw.find);
    return { outcome: "created", record, before: null, status: 201 };
  }
  if (raw.does === "read-new") {
    const record = sampleRecord(raw.find);
    const counts = { count: 1, failed: 0, errors: [] };
    const position = { cursor: "2026-01-31T09:00:00Z", reachedLimit: false };
    return { records: [record], results: [record], ...counts, ...position };
  }
  if (typeof raw.paging === "string" && raw.paging !== "none") {
    const whole = { stoppedBy: "end", isWhole: true, durationMs: 240 };
    return { items: [sampleRecord(raw.call)], count: 1, pages: 1, ...whole };
  }
  const good = goodAnswer(raw.call);
  return {
    status: Number(good?.status) || 200,
    headers: { "content-type": "application/json" },
    body: good?.sample ?? {},
    durationMs: 85,
    timings: { queueMs: 0, dnsMs: 6, connectMs: 12, tlsMs: 20, waitMs: 45, downloadMs: 2 },
  };
}

/** The first record of what an operation answers with, or its answer where that is no list. */
export function sampleRecord(call: unknown): Json {
  const sample = goodAnswer(call)?.sample;
  if (sample === undefined) return { id: 1042 };
  if (Array.isArray(sample)) return sample[0] ?? sample;
  const list = isObject(sample) ? Object.values(sample).find((value) => Array.isArray(value)) : [];
  return Array.isArray(list) && isObject(list[0]) ? list[0] : sample;
}

function goodAnswer(call: unknown): { status: string; sample?: Json } | undefined {
  const { operation, picks } = readCall(call);
  if (operation?.graphql !== undefined) {
    return { status: "200", sample: graphqlSample(operation.graphql, picks ?? null) };
  }
  return operation?.answers.find(({ sample }) => sample !== undefined);
}
