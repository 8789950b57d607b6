import type { Json } from "#lib/flow/json.ts";
import { withParameters } from "#lib/http/url-parameters.ts";
import type { HookConfig } from "./config.ts";

type Written = { method: string; url: string; body?: string; contentType?: string };

/** A request to a hook that carries this data, as the step wants it sent. */
export function writeBody(url: string, data: Json, sendAs: HookConfig["sendAs"]): Written {
  if (sendAs === "json") {
    return { method: "POST", url, body: JSON.stringify(data), contentType: "application/json" };
  }
  const pairs = flatten(data);
  if (sendAs === "query") return { method: "GET", url: withParameters(url, pairs) };
  const body = new URLSearchParams(pairs).toString();
  return { method: "POST", url, body, contentType: "application/x-www-form-urlencoded" };
}

/** Names and texts: nested names with dots between, lists as JSON. */
function flatten(data: Json, name = ""): [string, string][] {
  if (typeof data === "object" && data !== null && !Array.isArray(data)) {
    return Object.entries(data).flatMap(([key, value]) =>
      flatten(value, name === "" ? key : `${name}.${key}`),
    );
  }
  const text = typeof data === "string" ? data : data === null ? "" : JSON.stringify(data);
  return [[name === "" ? "data" : name, text.toWellFormed()]];
}
