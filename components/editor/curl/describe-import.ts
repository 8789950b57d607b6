import type { Json, JsonObject } from "#lib/flow/json.ts";
import { counted } from "#lib/words/counted.ts";

const bodies: { [bodyType: string]: string } = {
  json: "a JSON body",
  form: "a form as body",
  multipart: "a form with files as body",
  xml: "an XML body",
  text: "a text as body",
  file: "a file as body",
};

/** "POST https://api.example.com/orders, with 2 headers and a JSON body". */
export function describeImport(config: JsonObject): string {
  const parts = [
    countedRows(config.query, "query parameter"),
    countedRows(config.headers, "header"),
    bodies[String(config.bodyType)] ?? "",
  ].filter((part) => part !== "");
  const address = `${String(config.method)} ${String(config.url)}`;
  if (parts.length === 0) return address;
  const last = parts.pop() ?? "";
  return `${address}, with ${parts.length === 0 ? last : `${parts.join(", ")} and ${last}`}`;
}

function countedRows(rows: Json | undefined, what: string): string {
  return Array.isArray(rows) && rows.length > 0 ? counted(rows.length, what) : "";
}
