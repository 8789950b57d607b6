import type { IncomingHttpHeaders } from "node:http";
import { v5 as uuidOf } from "uuid";
import type { Json } from "#lib/flow/json.ts";
import type { Verification } from "./signature/verify.ts";

/** Any UUID of our own: the namespace (RFC 9562, 5.5) of runs named after the event that starts them. */
const namespace = "3f0f6a0e-6c5b-4a53-9a7e-0c1f6f9d6c11";
const longestId = 300;

/**
 * How a sender names an event, the same each time it delivers it: a header, else what its way of
 * signing has. Undefined when it names none.
 */
export function eventIdOf(
  how: Verification | undefined,
  header: string,
  headers: IncomingHttpHeaders,
  body: Json,
): string | undefined {
  const named = header === "" ? usualHeader(how) : header;
  const value = named === undefined ? bodyId(how, body) : headers[named.toLowerCase()];
  if (typeof value !== "string") return undefined;
  const id = value.trim();
  return id === "" || id.length > longestId ? undefined : id;
}

function usualHeader(how: Verification | undefined): string | undefined {
  switch (how?.scheme) {
    case "standard":
      return "webhook-id";
    case "github":
      return "x-github-delivery";
    case "stripe":
      return undefined;
    default:
      return "idempotency-key";
  }
}

function bodyId(how: Verification | undefined, body: Json): Json {
  if (how?.scheme !== "stripe") return null;
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? (body.id ?? null)
    : null;
}

/** The run that an event starts at a hook: the same event names the same run, which is accepted once. */
export function runIdOf(hookId: string, eventId: string): string {
  return uuidOf(JSON.stringify([hookId, eventId]), namespace);
}
