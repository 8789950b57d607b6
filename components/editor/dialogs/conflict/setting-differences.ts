import { canonicalJson } from "#lib/flow/canonical.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { Field, Fields } from "#lib/nodes/fields.ts";
import { settingInWords, unset } from "../../setting-in-words.ts";
import { type EntryPair, pairEntries } from "./pair-entries.ts";

/** One setting with what it holds in each version, as people read it. */
export type SettingDifference = { label: string; mine: string; theirs: string };

type Names = { connection: (id: string) => string };

/** What is around a node's own settings, by the names that the inspector gives it. */
const common: Fields = {
  name: { kind: "text", label: "Name" },
  key: { kind: "text", label: "Name in templates" },
  type: { kind: "text", label: "Kind of step" },
  version: { kind: "number", label: "Version of the step" },
  disabled: { kind: "boolean", label: "Switched off" },
  timeoutMs: { kind: "number", label: "Time limit", unit: "seconds" },
  retries: { kind: "number", label: "Try again", unit: "times" },
  retryPauseMs: { kind: "number", label: "First pause between tries", unit: "seconds" },
  slowAfterMs: { kind: "number", label: "“One moment” after", unit: "seconds" },
  whenCutOff: {
    kind: "select",
    label: "When it is cut off halfway",
    options: [
      { value: "stop", label: "Stop, and let a person decide" },
      { value: "retry", label: "Run it again: it may happen twice" },
    ],
  },
  fallback: { kind: "json", label: "Output when it fails" },
  pinned: { kind: "json", label: "Pinned output" },
};

/** Every setting of a step that differs between two versions of it. */
export function settingDifferences(
  mine: FlowNode,
  theirs: FlowNode,
  names: Names,
): SettingDifference[] {
  const definition = definitionOf(mine.type);
  const connection = (id: string | null) => (id === null ? unset : names.connection(id));
  const around = Object.keys(common).filter((key) => key in mine);
  const own = (node: FlowNode): JsonObject =>
    Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => around.includes(key))
        // Kept in ms, set in seconds.
        .map(([key, value]) => [key, isTime(key, value) ? value / 1_000 : value]),
    );
  return [
    ...different(own(mine), own(theirs), common),
    ...asTexts("Connection", connection(mine.connectionId), connection(theirs.connectionId)),
    ...asTexts(
      "Backup connection",
      connection(mine.backupConnectionId),
      connection(theirs.backupConnectionId),
    ),
    ...different(mine.config, theirs.config, definition?.fields ?? {}),
  ];
}

function isTime(key: string, value: unknown): value is number {
  return key.endsWith("Ms") && typeof value === "number";
}

const chatFields: Fields = {
  title: { kind: "text", label: "Title" },
  greeting: { kind: "text", label: "Greeting" },
  allowedOrigins: { kind: "tags", label: "Websites that may embed it", itemLabel: "website" },
  apology: { kind: "text", label: "When something breaks" },
  restartWord: { kind: "text", label: "Restart word" },
  sessionMinutes: { kind: "number", label: "Session ends after", unit: "minutes" },
};

/** The same for the settings of the flow itself. */
export function flowSettingDifferences(
  mine: FlowDocument["settings"],
  theirs: FlowDocument["settings"],
): SettingDifference[] {
  return different(mine.chat, theirs.chat, chatFields);
}

function asTexts(label: string, mine: string, theirs: string): SettingDifference[] {
  return mine === theirs ? [] : [{ label, mine, theirs }];
}

function different(mine: JsonObject, theirs: JsonObject, fields: Fields): SettingDifference[] {
  const keys = new Set([...Object.keys(fields), ...Object.keys(mine), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return differentValue(field?.label ?? key, mine[key] ?? null, theirs[key] ?? null, field);
  });
}

function differentValue(
  label: string,
  mine: Json,
  theirs: Json,
  field: Field | undefined,
): SettingDifference[] {
  if (canonicalJson(mine) === canonicalJson(theirs)) return [];
  if (field?.kind !== "list") {
    return [{ label, mine: settingInWords(mine, field), theirs: settingInWords(theirs, field) }];
  }
  const pairs = pairEntries(entriesOf(mine), entriesOf(theirs));
  return pairs
    .flatMap(({ mine: a, theirs: b }) => {
      const row = `${label}, ${a ? a.at + 1 : `${(b?.at ?? 0) + 1} of theirs`}`;
      if (isObject(a?.entry) && isObject(b?.entry)) {
        return different(a.entry, b.entry, field.item)
          .filter(({ label: name }) => name !== "id")
          .map((one) => ({ ...one, label: `${row}: ${one.label}` }));
      }
      return asTexts(row, entryInWords(a?.entry, field.item), entryInWords(b?.entry, field.item));
    })
    .concat(differentOrder(label, pairs, field.item));
}

/** Entries that are in both versions, in another order: the first that fits may be the one that counts. */
function differentOrder(
  label: string,
  pairs: readonly EntryPair[],
  fields: Fields,
): SettingDifference[] {
  const both = pairs.flatMap(({ mine, theirs }) => (mine && theirs ? [{ mine, theirs }] : []));
  const sorted = both.toSorted((a, b) => a.theirs.at - b.theirs.at);
  if (both.every((pair, index) => pair === sorted[index])) return [];
  const names = (list: typeof both) =>
    list.map(({ mine }) => titleOf(mine.entry, fields) || `${label}, ${mine.at + 1}`).join("\n");
  return asTexts(`${label}, order`, names(both), names(sorted));
}

/** The first text of an entry, by which people know it. */
function titleOf(entry: Json, fields: Fields): string {
  const texts = Object.keys(fields).map((key) => (isObject(entry) ? entry[key] : undefined));
  return texts.find((text): text is string => typeof text === "string" && text !== "") ?? "";
}

function entryInWords(entry: Json | undefined, fields: Fields): string {
  if (entry === undefined) return "Not there";
  if (!isObject(entry)) return settingInWords(entry, undefined);
  const parts = Object.entries(entry).filter(([key, value]) => key in fields && value !== "");
  return parts
    .map(([key, value]) => `${fields[key]?.label ?? key}: ${settingInWords(value, fields[key])}`)
    .join("\n");
}

function entriesOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
