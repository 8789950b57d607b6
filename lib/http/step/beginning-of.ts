import type { HttpResponse } from "../client.ts";
import { decodeText, kindOf } from "../decode.ts";

/** How much of a refused request's answer is kept, in bytes. */
const shownBytes = 2_000;

/** The answer's first part as text; empty for files and unreadable charsets. */
export function beginningOf({ body, headers }: HttpResponse): string {
  const contentType = headers["content-type"];
  if (kindOf((contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "") === "binary")
    return "";
  try {
    // The cut may have halved the last character.
    const text = decodeText(body.subarray(0, shownBytes), contentType).replace(/\uFFFD$/, "");
    return body.length > shownBytes ? `${text}…` : text;
  } catch {
    return "";
  }
}
