import { XMLBuilder } from "fast-xml-parser";
import type { Json } from "#lib/flow/json.ts";
import { isObject, resolveSchema } from "../api-call.ts";
import type { FormSchema, Operation } from "../contract.ts";

type Defs = Operation["defs"];
/** As the builder takes it: attributes begin with a sign that no name has. */
type Element = string | { [name: string]: Element | Element[] };

const attributeSign = "@";
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: attributeSign,
  suppressEmptyNode: true,
});

/** A body as XML, with elements named as its schema says (OpenAPI 3.1.1, 4.8.26). */
export function xmlBody(value: Json, schema: FormSchema, defs: Defs, element: string): string {
  const root = nameOf(resolveSchema(schema, defs), element);
  const written = builder.build({ [root]: elementOf(value, schema, defs) });
  return `<?xml version="1.0" encoding="utf-8"?>\n${written}`;
}

function elementOf(value: Json, schema: FormSchema, defs: Defs): Element {
  const known = resolveSchema(schema, defs);
  const { namespace, prefix } = known.xml ?? {};
  const own: Element =
    namespace === undefined
      ? {}
      : { [`${attributeSign}xmlns${prefix === undefined ? "" : `:${prefix}`}`]: namespace };
  if (Array.isArray(value)) return { ...own, ...listOf(value, known, defs, "item") };
  if (!isObject(value)) {
    const text = value === null ? "" : String(value);
    return namespace === undefined ? text : { ...own, "#text": text };
  }
  for (const [name, one] of Object.entries(value)) {
    if (one === null) continue;
    const property = known.properties?.[name] ?? {};
    const { xml, items } = resolveSchema(property, defs);
    const written = nameOf({ xml }, name);
    if (xml?.attribute === true) own[`${attributeSign}${written}`] = textOf(one);
    else if (!Array.isArray(one)) own[written] = elementOf(one, property, defs);
    else if (xml?.wrapped === true) own[written] = listOf(one, { items }, defs, name);
    else Object.assign(own, listOf(one, { items }, defs, name));
  }
  return own;
}

/** The entries of a list, each an element of its own. */
function listOf(
  list: readonly Json[],
  { items = {} }: Pick<FormSchema, "items">,
  defs: Defs,
  name: string,
): { [name: string]: Element[] } {
  const written = nameOf(resolveSchema(items, defs), name);
  return { [written]: list.map((one) => elementOf(one, items, defs)) };
}

function nameOf({ xml }: Pick<FormSchema, "xml">, name: string): string {
  const own = xml?.name ?? name;
  return xml?.prefix === undefined ? own : `${xml.prefix}:${own}`;
}

const textOf = (value: Json): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);
