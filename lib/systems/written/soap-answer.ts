import type { PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { isObject } from "../api-call.ts";

/**
 * What stands in the body of a SOAP answer, read from XML: names without their prefixes, so that they are
 * found whatever prefix the server chooses. Undefined when it is no SOAP.
 */
export function soapContent(answer: Json): Json | undefined {
  const plain = withoutPrefixes(answer);
  const envelope = isObject(plain) ? plain.Envelope : undefined;
  if (!isObject(envelope)) return undefined;
  return envelope.Body ?? null;
}

/** A fault (SOAP 1.1, 4.4; SOAP 1.2 part 1, 5.4) as an error; undefined when there is none. */
export function soapFault(content: Json): PatchbayError | undefined {
  const fault = isObject(content) && isObject(content.Fault) ? content.Fault : undefined;
  if (fault === undefined) return undefined;
  const code = textOf(fault.faultcode) || textOf(at(fault.Code, "Value"));
  const why = textOf(fault.faultstring) || textOf(at(fault.Reason, "Text"));
  const message = `The system answered with a fault${code === "" ? "" : ` (${code})`}: ${why.slice(0, 300) || "it says nothing more."}`;
  const details = { code, detail: fault.detail ?? fault.Detail ?? null };
  // Its own trouble may pass; what it was sent stays wrong.
  return /(^|:)(Server|Receiver)/.test(code)
    ? new UpstreamError("soap_fault", message, {
        details,
        next: "The problem is on the other side. Try again later.",
      })
    : new UserError("soap_fault", message, {
        details,
        next: "Check what is filled in, and the operation's template.",
      });
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}

function textOf(value: Json | undefined): string {
  if (Array.isArray(value)) return textOf(value[0]);
  if (isObject(value)) return textOf(value["#text"]);
  return typeof value === "string" ? value.trim() : "";
}

function withoutPrefixes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutPrefixes);
  if (!isObject(value)) return value;
  const plain: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    // XML Schema 1.0, 2.6.2: an element that is there, and without a value.
    if (/^@[^:]+:nil$/.test(key) && (inner === "true" || inner === "1")) return null;
    if (/^@xmlns(:|$)|^@[^:]+:(nil|type|schemaLocation|encodingStyle)$/.test(key)) continue;
    const bare = key.replace(/^(@?)[^:]*:/, "$1");
    if (["__proto__", "constructor", "prototype"].includes(bare)) continue;
    plain[Object.hasOwn(plain, bare) ? key : bare] = withoutPrefixes(inner);
  }
  const left = Object.keys(plain);
  // Text that had nothing beside it but what was left out here is text.
  if (left.length === 0) return Object.keys(value).length === 0 ? plain : "";
  return left.length === 1 && left[0] === "#text" ? (plain["#text"] ?? "") : plain;
}
