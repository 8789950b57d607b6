import { z } from "zod";
import { type Json, jsonValue } from "#lib/flow/json.ts";
import { textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis, entries, phrase } from "../describe-text.ts";
import { donePorts } from "../ports.ts";
import { valueTypes } from "../value-types.ts";

const config = z.strictObject({
  variables: z
    .array(
      z.strictObject({
        name: textSetting(200),
        type: z.enum(valueTypes).default("auto"),
        value: textSetting(1_000_000),
        /** Saved with the visitor too, for later conversations. */
        remember: z.boolean().default(false),
      }),
    )
    .max(50)
    .default([]),
});

export type SetVariablesConfig = z.infer<typeof config>;

export const definition = {
  id: "set-variables",
  version: 1,
  migrate: [],
  label: "Set variables",
  summary: "Remembers values for later steps.",
  category: "logic",
  keywords: ["variable", "assign", "remember", "store", "value", "calculate", "contact"],
  icon: "M8 4H7a2 2 0 0 0-2 2v4l-2 2 2 2v4a2 2 0 0 0 2 2h1 M16 4h1a2 2 0 0 1 2 2v4l2 2-2 2v4a2 2 0 0 1-2 2h-1 M10 10.5h4 M10 13.5h4",
  config,
  defaults: { variables: [{ name: "", type: "auto", value: "", remember: false }] },
  fields: {
    variables: {
      kind: "list",
      label: "Variables",
      itemLabel: "variable",
      appearance: "card",
      required: true,
      max: 50,
      newItem: { name: "", type: "auto", value: "", remember: false },
      item: {
        name: { kind: "variable", label: "Name", placeholder: "total", required: true },
        value: {
          kind: "text",
          label: "Value",
          help: "Fixed text, or a value from an earlier step.",
          templated: true,
          multiline: true,
        },
        type: {
          kind: "select",
          label: "Kind",
          options: [
            {
              value: "auto",
              label: "Automatic",
              help: "Numbers, true or false, and JSON are recognised; all else is text.",
            },
            { value: "text", label: "Text" },
            { value: "number", label: "Number" },
            { value: "boolean", label: "True or false" },
            { value: "json", label: "JSON" },
          ],
        },
        remember: {
          kind: "boolean",
          label: "Remember for this contact",
          help: "Later runs find it as contact.name, in later conversations too. Only in chats.",
        },
      },
    },
  },
  ports: { in: true, out: donePorts },
  output: z.record(z.string(), jsonValue),
  sample: (raw) =>
    Object.fromEntries(
      entries(raw.variables)
        .filter(({ name }) => typeof name === "string" && /^[a-zA-Z]\w*$/.test(name))
        .map(({ name, type, value }) => [String(name), sampleValue(type, value)]),
    ),
  describe: (raw) => {
    const set = entries(raw.variables).filter(({ name }) => phrase(name) !== "");
    const [first, second] = set;
    if (first === undefined) return "Remember a value";
    if (set.length === 1) {
      return `Set ${emphasis(first.name, "", 24)} to ${phrase(first.value, 30) || "nothing"}`;
    }
    const names = `${emphasis(first.name, "", 20)} and ${emphasis(second?.name, "", 20)}`;
    if (set.length === 2) return `Set ${names}`;
    return `Set ${emphasis(first.name, "", 24)} and ${set.length - 1} more`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: (raw) =>
    entries(raw.variables).some(({ remember }) => remember === true) ? "idempotent" : "none",
} satisfies NodeDefinition<typeof config>;

function sampleValue(type: unknown, value: unknown): Json {
  if (type === "number") return 42;
  if (type === "boolean") return true;
  if (type === "json") return {};
  return typeof value === "string" && !value.includes("{{") ? value : "text";
}
