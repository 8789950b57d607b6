import { createHash } from "node:crypto";
import { sample } from "openapi-sampler";
import type { Json } from "#lib/flow/json.ts";
import { isXmlType } from "../api-call.ts";
import type { Body, Operation, Parameter, PartEncoding, Place } from "../contract.ts";
import { isRaw, isText, json, type Raw, SchemaReader, text } from "./compact-schema.ts";

type Around = {
  document: Raw;
  server: string;
  shared: unknown;
  connectionKinds: string[];
};

/** Headers that are set by the connection and the body, never by hand (OpenAPI 3.1, 4.8.12.1). */
const ownHeaders = new Set(["accept", "content-type", "authorization"]);

/** One operation of an OpenAPI 3 document, complete in itself. */
export function readOperation(
  key: string,
  method: string,
  path: string,
  raw: Raw,
  { document, server, shared, connectionKinds }: Around,
): Operation {
  const reader = new SchemaReader(document);
  const body = readBody(reader, raw.requestBody);
  const operation = {
    ...{ key, method: method.toUpperCase(), path },
    summary: titleOf(raw),
    ...text("help", raw.description, 600),
    ...(raw.deprecated === true && { deprecated: true as const }),
    server,
    parameters: readParameters(reader, shared, raw.parameters),
    ...(body !== undefined && { body }),
    defs: reader.defs,
    answers: readAnswers(reader, document, raw.responses),
    connectionKinds,
  };
  const hash = createHash("sha256").update(JSON.stringify(operation)).digest("hex");
  return { ...operation, hash: hash.slice(0, 16) };
}

/** Its summary, else the first sentence of what it says about itself. */
function titleOf(raw: Raw): string {
  const own = text("title", raw.summary, 120).title;
  if (own !== undefined) return own;
  const sentence = text("title", raw.description, 600).title?.split(/(?<=[.!?]) /, 1)[0] ?? "";
  return text("title", sentence, 120).title ?? "";
}

/** The path's parameters, with the operation's own over them. */
function readParameters(reader: SchemaReader, shared: unknown, own: unknown): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const listed of [shared, own]) {
    for (const each of Array.isArray(listed) ? listed : []) {
      const parameter = readParameter(reader, reader.resolve(each));
      if (parameter !== undefined) found.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...found.values()];
}

function readParameter(reader: SchemaReader, raw: Raw | undefined): Parameter | undefined {
  if (raw === undefined || !isText(raw.name)) return undefined;
  const place = (["path", "query", "header", "cookie"] as Place[]).find((one) => one === raw.in);
  if (place === undefined) return undefined;
  if (place === "header" && ownHeaders.has(raw.name.toLowerCase())) return undefined;
  const content = isRaw(raw.content) ? Object.entries(raw.content)[0] : undefined;
  const schema = content === undefined ? raw.schema : asRaw(content[1]).schema;
  const style = isText(raw.style)
    ? raw.style
    : place === "query" || place === "cookie"
      ? "form"
      : "simple";
  return {
    ...{ name: raw.name, in: place, required: raw.required === true || place === "path" },
    ...text("help", raw.description, 300),
    ...json("example", raw.example ?? firstExample(reader, raw.examples)),
    schema: reader.read(schema ?? { type: "string" }),
    style,
    explode: typeof raw.explode === "boolean" ? raw.explode : style === "form",
    ...(raw.allowReserved === true && { allowReserved: true as const }),
    ...(content !== undefined && { contentType: content[0] }),
  };
}

function readBody(reader: SchemaReader, value: unknown): Body | undefined {
  const raw = reader.resolve(value);
  if (raw === undefined || !isRaw(raw.content)) return undefined;
  const contents = Object.entries(raw.content).map(([type, each]) => {
    const media = asRaw(each);
    return {
      type,
      schema: reader.read(media.schema ?? {}),
      ...json("example", media.example ?? firstExample(reader, media.examples)),
      ...(isRaw(media.encoding) && { encoding: readEncoding(media.encoding) }),
      ...(isXmlType(type) && { element: elementName(media.schema) }),
    };
  });
  if (contents.length === 0) return undefined;
  return { required: raw.required === true, ...text("help", raw.description, 300), contents };
}

/** The outermost element is named as its schema is, where that says nothing else (OpenAPI 3.1.1, 4.8.26). */
function elementName(schema: unknown): string {
  const { $ref, title } = asRaw(schema);
  if (isText($ref)) return $ref.slice($ref.lastIndexOf("/") + 1);
  return isText(title) && /^[\w.-]+$/.test(title) ? title : "root";
}

function readEncoding(raw: Raw): { [property: string]: PartEncoding } {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const { contentType, style, explode, allowReserved } = asRaw(value);
      return [
        name,
        {
          ...(isText(contentType) && { contentType }),
          ...(isText(style) && { style }),
          ...(typeof explode === "boolean" && { explode }),
          ...(typeof allowReserved === "boolean" && { allowReserved }),
        },
      ];
    }),
  );
}

/** What comes back, with an example of the first success, for the variable picker. */
function readAnswers(reader: SchemaReader, document: Raw, value: unknown): Operation["answers"] {
  let sampled = false;
  return Object.entries(asRaw(value))
    .slice(0, 30)
    .map(([status, each]) => {
      const raw = reader.resolve(each) ?? {};
      const answer = { status, help: text("help", raw.description, 120).help ?? "" };
      if (sampled || !/^2/.test(status)) return answer;
      const media = jsonContent(raw.content);
      if (media === undefined) return answer;
      sampled = true;
      const given = media.example ?? firstExample(reader, media.examples);
      return { ...answer, sample: bounded(given ?? sampleOf(media.schema, document)) };
    });
}

function sampleOf(schema: unknown, document: Raw): unknown {
  try {
    return sample(asRaw(schema), { maxSampleDepth: 4, quiet: true }, document);
  } catch {
    // A schema that nothing can be made of has no example; the step works without.
    return {};
  }
}

function jsonContent(content: unknown): Raw | undefined {
  const found = Object.entries(asRaw(content)).find(([type]) => /[/+]json\b/.test(type));
  return found === undefined ? undefined : asRaw(found[1]);
}

function firstExample(reader: SchemaReader, examples: unknown): unknown {
  const first = isRaw(examples) ? Object.values(examples)[0] : undefined;
  return reader.resolve(first)?.value;
}

/** The same, shortened until a variable picker can show it: lists to one entry, objects to some keys. */
function bounded(value: unknown, depth = 0): Json {
  if (typeof value === "string") return value.slice(0, 200);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value))
    return depth > 3 ? [] : value.slice(0, 1).map((one) => bounded(one, depth + 1));
  if (!isRaw(value)) return null;
  if (depth > 3) return {};
  const kept = Object.entries(value).slice(0, depth === 0 ? 60 : 25);
  return Object.fromEntries(kept.map(([key, one]) => [key, bounded(one, depth + 1)]));
}

const asRaw = (value: unknown): Raw => (isRaw(value) ? value : {});
