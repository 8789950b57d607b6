import type { Json } from "#lib/flow/json.ts";
import { completePicks, type GraphqlPicks, type GraphqlShape, typeWithin } from "./shape.ts";

const samples: { [type: string]: Json } = {
  ID: "1042",
  String: "text",
  Int: 1,
  Float: 1.5,
  Boolean: true,
  DateTime: "2026-01-31T09:00:00Z",
  Date: "2026-01-31",
};

/** What the picked fields would look like, so that later steps can use them before the first run. */
export function sampleAnswer(shape: GraphqlShape, picks: GraphqlPicks | null): Json {
  const plain = !Object.hasOwn(shape.types, shape.returns);
  const one = plain
    ? sampleOf(shape.returns)
    : within(shape, shape.returns, completePicks(shape, shape.returns, picks ?? {}));
  return shape.list === true ? [one] : one;
}

function within(shape: GraphqlShape, type: string, picks: GraphqlPicks): Json {
  const sample: { [name: string]: Json } = {};
  for (const [name, pick] of Object.entries(picks)) {
    const inner = typeWithin(shape, type, name);
    const value = pick === true || inner === undefined ? undefined : within(shape, inner, pick);
    if (name.startsWith("... on ")) {
      Object.assign(sample, value);
      continue;
    }
    const field = shape.types[type]?.fields[name];
    const one = value ?? sampleOf(field?.type ?? "");
    sample[name] = field?.list === true ? [one] : one;
  }
  return sample;
}

const sampleOf = (type: string): Json =>
  Object.hasOwn(samples, type) ? (samples[type] ?? null) : "text";
