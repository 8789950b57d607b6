import type { JsonObject } from "#lib/flow/json.ts";
import type { Command, Piece } from "./read-command.ts";
import { splitPairs } from "./split-pairs.ts";

type Header = { name: string; value: string };
export type ImportedBody = {
  config: JsonObject;
  /** The headers that are left to be set, without what the body says by itself. */
  headers: Header[];
  notes: string[];
};

const bodiless = new Set(["GET", "HEAD", "OPTIONS"]);
const none: JsonObject = { bodyType: "none" };

/** A command's body as the step's settings for it. */
export function importBody(command: Command, headers: readonly Header[]): ImportedBody {
  const { method, body, parts } = command;
  const kept = [...headers];
  if (body === undefined && parts === undefined) return { config: none, headers: kept, notes: [] };
  if (bodiless.has(method)) {
    const notes = [`The body was left out: a step sends none with ${method}.`];
    return { config: none, headers: kept, notes };
  }
  if (parts !== undefined) return multipart(parts, kept);
  const type = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  const isBare = command.headers.some(
    ({ name, value }) => name.toLowerCase() === "content-type" && value === null,
  );
  const assumed = command.isJson ? "application/json" : "application/x-www-form-urlencoded";
  return single(body ?? { text: "" }, type ?? (isBare ? "" : assumed), kept, type === undefined);
}

/** `type` "" means that no type is sent along. */
function single(body: Piece, type: string, kept: Header[], isImplied: boolean): ImportedBody {
  const withType = (usual?: string): Header[] => {
    const others = kept.filter(({ name }) => name.toLowerCase() !== "content-type");
    if (type === "" || type.toLowerCase() === usual) return others;
    return isImplied ? [...kept, { name: "Content-Type", value: type }] : kept;
  };
  if ("file" in body) return fileBody(body.file, withType());
  const { text } = body;
  const media = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (media === "application/x-www-form-urlencoded") {
    const rows = splitPairs(text, true);
    if (rows !== undefined) {
      const headers = withType(media);
      return { config: { bodyType: "form", bodyForm: rows }, headers, notes: [] };
    }
  }
  if (/^application\/(?:[\w.-]+\+)?json$/.test(media) && text !== "" && mayBeJson(text)) {
    const headers = withType("application/json");
    return { config: { bodyType: "json", bodyJson: text }, headers, notes: [] };
  }
  if (/^(?:text|application)\/(?:[\w.-]+\+)?xml$/.test(media)) {
    const headers = withType("application/xml; charset=utf-8");
    return { config: { bodyType: "xml", bodyXml: text }, headers, notes: [] };
  }
  const notes =
    type === "" ? ["The body is sent as text/plain: a step always says what it sends."] : [];
  const headers = withType("text/plain; charset=utf-8");
  return { config: { bodyType: "text", bodyText: text }, headers, notes };
}

/** JSON, perhaps with values of the flow within. */
function mayBeJson(text: string): boolean {
  if (text.includes("{{")) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fileBody(file: string, headers: Header[]): ImportedBody {
  const { value, notes } = fileValue(file, "The body");
  return { config: { bodyType: "file", bodyFile: value }, headers, notes };
}

function multipart(parts: NonNullable<Command["parts"]>, headers: Header[]): ImportedBody {
  const notes: string[] = [];
  const bodyParts = parts.map(({ name, value, file, type }) => {
    const read = file ? fileValue(value, `The field “${name}”`) : { value, notes: [] };
    notes.push(...read.notes);
    const row = { name, kind: file ? "file" : "text", value: read.value, enabled: true };
    // A file says itself what it is.
    return type === "" || file ? row : { ...row, type };
  });
  const others = headers.filter(({ name }) => name.toLowerCase() !== "content-type");
  return { config: { bodyType: "multipart", bodyParts }, headers: others, notes };
}

/** A file of the flow stays; one on somebody's disk cannot be read from here. */
function fileValue(file: string, what: string): { value: string; notes: string[] } {
  if (/^\{\{[\s\S]*\}\}$/.test(file)) return { value: file, notes: [] };
  const name = file === "-" ? "the input" : `the file “${file.split(/[\\/]/).at(-1)}”`;
  return {
    value: "",
    notes: [`${what} was ${name} of your computer: insert a file of an earlier step instead.`],
  };
}
