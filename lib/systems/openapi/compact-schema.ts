import type { Json } from "#lib/flow/json.ts";
import type { FormSchema } from "../contract.ts";

export type Raw = { [key: string]: unknown };

/** How deep schemas are read in place; deeper parts are entered as JSON. */
const maxDepth = 12;

/** Collects the shared schemas that one operation reaches. */
export class SchemaReader {
  readonly defs: { [name: string]: FormSchema } = {};
  readonly #document: Raw;
  readonly #names = new Map<string, string>();
  #size = 0;

  constructor(document: Raw) {
    this.#document = document;
  }

  /** What a `$ref` stands for; undefined when it leads nowhere. */
  resolve(value: unknown, hops = 0): Raw | undefined {
    if (!isRaw(value)) return undefined;
    if (typeof value.$ref !== "string") return value;
    return hops > 20 ? undefined : this.resolve(this.#at(value.$ref), hops + 1);
  }

  /** A schema as a form needs it. */
  read(value: unknown, depth = 0): FormSchema {
    if (!isRaw(value) || depth > maxDepth) return { type: "any" };
    if (typeof value.$ref !== "string") return this.#inPlace(value, depth);
    const known = this.#names.get(value.$ref);
    if (known !== undefined) return { ref: known };
    const target = this.resolve(value);
    if (target === undefined) return { type: "any" };
    if (isSmall(target)) return this.#inPlace(target, depth);
    // One operation's copy lives in a flow's document, so what it reaches is bounded.
    if (this.#size > 60_000) return { type: "any", ...text("title", target.title, 80) };
    const name = `s${this.#names.size}`;
    this.#names.set(value.$ref, name);
    this.defs[name] = { type: "any" };
    const read = this.#inPlace(target, 0);
    this.#size += JSON.stringify(read).length;
    this.defs[name] = read;
    return { ref: name };
  }

  #inPlace(source: Raw, depth: number): FormSchema {
    const raw = Array.isArray(source.allOf) ? this.#merged(source) : source;
    const notes: FormSchema = {
      ...text("title", raw.title, 80),
      ...text("help", raw.description, 300),
      ...json("default", raw.default),
      ...json(
        "example",
        raw.example ?? (Array.isArray(raw.examples) ? raw.examples[0] : undefined),
      ),
      ...(isRaw(raw.xml) && readXml(raw.xml)),
    };
    const types = Array.isArray(raw.type) ? raw.type : raw.type === undefined ? [] : [raw.type];
    const nullable = raw.nullable === true || types.includes("null");
    if (nullable) notes.nullable = true;
    const kinds = types.filter((type) => type !== "null");
    const several = [raw.oneOf, raw.anyOf].find((list) => Array.isArray(list));
    if (Array.isArray(several) && !isRaw(raw.properties)) {
      const choices = several
        .filter((choice) => !(isRaw(choice) && choice.type === "null"))
        .map((choice) => this.read(choice, depth + 1));
      if (choices.length === 1) return { ...choices[0], ...notes };
      return choices.length === 0 ? { ...notes, type: "any" } : { ...notes, choices };
    }
    if (kinds.length > 1) {
      return { ...notes, choices: kinds.map((type) => this.read({ ...raw, type }, depth + 1)) };
    }
    return { ...notes, ...this.#typed(raw, kinds[0], depth) };
  }

  #typed(raw: Raw, type: unknown, depth: number): FormSchema {
    const limits: FormSchema = {
      ...(Array.isArray(raw.enum) && { enum: raw.enum.slice(0, 500) as Json[] /* parsed JSON */ }),
      ...(raw.const !== undefined && { enum: [raw.const as Json /* parsed JSON */] }),
      ...text("format", raw.format, 40),
      ...text("pattern", raw.pattern, 300),
      ...number("minimum", raw.minimum),
      ...number("maximum", raw.maximum),
      ...number("minLength", raw.minLength),
      ...number("maxLength", raw.maxLength),
      ...number("minItems", raw.minItems),
    };
    if (type === "array" || (type === undefined && isRaw(raw.items))) {
      return { ...limits, type: "array", items: this.read(raw.items ?? {}, depth + 1) };
    }
    if (type === "object" || (type === undefined && isRaw(raw.properties))) {
      return { ...limits, ...this.#object(raw, depth) };
    }
    const isFile =
      type === "file" ||
      (type === "string" && (raw.format === "binary" || isText(raw.contentMediaType)));
    if (isFile) return { ...limits, type: "file" };
    if (type === "string" || type === "number" || type === "integer" || type === "boolean") {
      return { ...limits, type };
    }
    return {
      ...limits,
      type: limits.enum?.every((one) => typeof one === "string") ? "string" : "any",
    };
  }

  #object(raw: Raw, depth: number): FormSchema {
    const properties: { [name: string]: FormSchema } = {};
    for (const [name, property] of Object.entries(isRaw(raw.properties) ? raw.properties : {})) {
      // What only the other side writes is not asked for.
      if (name === "__proto__" || this.resolve(property)?.readOnly === true) continue;
      properties[name] = this.read(property, depth + 1);
    }
    const required = Array.isArray(raw.required)
      ? raw.required.filter((name): name is string => isText(name) && name in properties)
      : [];
    const open = raw.additionalProperties !== false;
    return {
      type: "object",
      properties,
      ...(required.length > 0 && { required }),
      ...(open && Object.keys(properties).length === 0 && { open: true as const }),
    };
  }

  /** `allOf` as one schema: what all of its parts say together. */
  #merged(raw: Raw, depth = 0): Raw {
    const { allOf, ...own } = raw;
    let merged: Raw = own;
    for (const part of Array.isArray(allOf) && depth < 10 ? allOf : []) {
      const found = this.resolve(part) ?? {};
      const read = Array.isArray(found.allOf) ? this.#merged(found, depth + 1) : found;
      const properties = { ...asRaw(read.properties), ...asRaw(merged.properties) };
      const required = [...asList(merged.required), ...asList(read.required)];
      merged = Object.assign({}, read, merged, { required });
      if (Object.keys(properties).length > 0) merged.properties = properties;
    }
    return merged;
  }

  #at(ref: string): unknown {
    if (!ref.startsWith("#/")) return undefined;
    let value: unknown = this.#document;
    for (const part of ref.slice(2).split("/")) {
      const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      value = isRaw(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value;
  }
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A text under a key when there is one, shortened. */
export function text<Key extends string>(
  key: Key,
  value: unknown,
  length: number,
): { [K in Key]?: string } {
  if (!isText(value)) return {};
  const plain = value
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const short = plain.length > length ? `${plain.slice(0, length)}…` : plain;
  return { [key]: short } as { [K in Key]?: string }; // the one key it is called with
}

export function json<Key extends string>(key: Key, value: unknown): { [K in Key]?: Json } {
  if (value === undefined || JSON.stringify(value).length > 2_000) return {};
  return { [key]: value as Json } as { [K in Key]?: Json }; // parsed from JSON or YAML, under its key
}

function readXml({ name, prefix, namespace, attribute, wrapped }: Raw): Pick<FormSchema, "xml"> {
  const xml = {
    ...(isText(name) && { name }),
    ...(isText(prefix) && { prefix }),
    ...(isText(namespace) && { namespace }),
    ...(attribute === true && { attribute: true as const }),
    ...(wrapped === true && { wrapped: true as const }),
  };
  return Object.keys(xml).length === 0 ? {} : { xml };
}

function number<Key extends string>(key: Key, value: unknown): { [K in Key]?: number } {
  return (typeof value === "number" ? { [key]: value } : {}) as { [K in Key]?: number }; // its key
}

/** A plain value's schema is shorter than a reference with its definition. */
function isSmall(raw: Raw): boolean {
  return ["string", "number", "integer", "boolean"].includes(String(raw.type));
}

const asRaw = (value: unknown): Raw => (isRaw(value) ? value : {});
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
