import { UserError } from "#lib/errors/user-error.ts";
import type { FilePort } from "#lib/files/contract.ts";
import type { Json } from "#lib/flow/json.ts";
import type { RequestBody } from "#lib/http/body.ts";
import { type FormPart, multipartBody, openFile } from "#lib/http/step/multipart.ts";
import {
  type ApiCall,
  bodyContent,
  isBlank,
  isJsonType,
  isObject,
  isXmlType,
  resolveSchema,
} from "../api-call.ts";
import type { FormSchema, Operation, PartEncoding } from "../contract.ts";
import { documentOf } from "../graphql/document.ts";
import { fillValues } from "../written/fill-values.ts";
import { writeBody } from "../written/write-body.ts";
import { coerceValue } from "./coerce-value.ts";
import { queryPart } from "./serialise.ts";
import { xmlBody } from "./xml-body.ts";

type Built = { body: RequestBody; contentType: string };

/**
 * A call's body in the media type that the operation takes; undefined: none is sent.
 *
 * @throws UserError `invalid_value`, `invalid_json`, `file_not_found`
 */
export async function buildBody(call: ApiCall, files: FilePort): Promise<Built | undefined> {
  const { operation } = call;
  const content = bodyContent(call);
  const sent = bodyValue(call);
  if (operation?.graphql !== undefined) {
    const variables = isObject(sent?.value) ? sent.value : {};
    const query = documentOf(operation.graphql, Object.keys(variables), call.picks ?? null);
    return { body: JSON.stringify({ query, variables }), contentType: "application/json" };
  }
  if (operation?.written !== undefined && content !== undefined) {
    const { names, values } = fillValues(operation, content.schema, call, sent?.value);
    return { body: writeBody(operation.written, names, values), contentType: content.type };
  }
  if (operation === null || content === undefined || sent === undefined) return undefined;
  const { type: contentType, schema, encoding = {} } = content;
  const root = resolveSchema(schema, operation.defs);
  const { value } = sent;
  if (isJsonType(contentType)) return { body: JSON.stringify(value ?? null), contentType };
  if (contentType === "application/x-www-form-urlencoded") {
    return { body: formText(value ?? {}, encoding), contentType };
  }
  if (contentType === "multipart/form-data") {
    const parts = isObject(value) ? partsOf(value, root, operation.defs, encoding) : [];
    return await multipartBody(parts, files);
  }
  if (root.type === "file" || contentType === "application/octet-stream") {
    const { ref, read } = await openFile(files, asText(value), "The body");
    const known = contentType.includes("*") ? ref.type : contentType;
    return { body: { bytes: ref.size, open: read }, contentType: known };
  }
  if (isXmlType(contentType) && typeof value === "object" && value !== null) {
    const body = xmlBody(value, schema, operation.defs, content.element ?? "root");
    return { body, contentType };
  }
  return { body: asText(value), contentType };
}

/**
 * The value of a call's body, before it is written in a media type; undefined: none is sent.
 *
 * @throws UserError `invalid_value`, `invalid_json`
 */
export function bodyValue(call: ApiCall): { value: Json | undefined } | undefined {
  const { operation, values, rawBody } = call;
  const content = bodyContent(call);
  if (operation?.body === undefined || content === undefined) return undefined;
  if (rawBody === null && !operation.body.required && isBlank(values.body)) return undefined;
  const given = rawBody === null ? values.body : readRaw(rawBody);
  if (given === undefined && !operation.body.required) return undefined;
  const root = resolveSchema(content.schema, operation.defs);
  const empty = root.type === "object" ? {} : undefined;
  return { value: coerceValue(content.schema, given ?? empty, operation.defs, "Body") };
}

/** Each field by its encoding; by default as a query is written (OpenAPI 3.1, 4.8.15). */
function formText(value: Json, encoding: { [name: string]: PartEncoding }): string {
  if (!isObject(value)) return "";
  return Object.entries(value)
    .map(([name, one]) => {
      const { style = "form", explode, allowReserved, contentType } = encoding[name] ?? {};
      const nested = isNested(one) && encoding[name]?.style === undefined;
      const asJson = contentType !== undefined && isJsonType(contentType);
      return queryPart(
        {
          ...{ name, style: nested ? "deepObject" : style, explode: explode ?? style === "form" },
          ...(allowReserved === true && { allowReserved: true as const }),
          ...(asJson && { contentType }),
        },
        one,
      );
    })
    .filter((part) => part !== "")
    .join("&");
}

/** A list or object that holds further ones: only `a[b]` can write it. */
function isNested(value: Json): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).some((one) => typeof one === "object" && one !== null)
  );
}

/** A list becomes several parts of one name; objects are written as JSON (OpenAPI 3.1.1, 4.8.15.1). */
function partsOf(
  value: { [name: string]: Json },
  schema: FormSchema,
  defs: Operation["defs"],
  encoding: { [name: string]: PartEncoding },
): FormPart[] {
  return Object.entries(value).flatMap(([name, one]) => {
    const property = resolveSchema(schema.properties?.[name] ?? {}, defs);
    const item = property.type === "array" ? resolveSchema(property.items ?? {}, defs) : property;
    const kind = item.type === "file" ? ("file" as const) : ("text" as const);
    const list = property.type === "array" && Array.isArray(one) ? one : [one];
    return list.map((each) => {
      const type = partType(each, encoding[name]?.contentType);
      return { name, kind, value: asText(each), type, enabled: true };
    });
  });
}

/** What a part says of itself: as the description has it, where that names one; objects are JSON. */
function partType(value: Json, described: string | undefined): string {
  if (described !== undefined && !/[*,]/.test(described)) return described;
  return typeof value === "object" && value !== null ? "application/json" : "";
}

function asText(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

function readRaw(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError("invalid_json", "The body is not valid JSON.", {
      cause,
      next: "Check what is inserted there.",
    });
  }
}
