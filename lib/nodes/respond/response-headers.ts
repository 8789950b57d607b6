import { UserError } from "#lib/errors/user-error.ts";
import type { NameValueRow } from "../config-values.ts";
import { readHeaderRows } from "../header-rows.ts";

/** RFC 9110, 5.6.2 and 5.5. */
const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The connection's own, and what would change how browsers treat Patchbay itself. */
const reserved = new Set([
  "connection",
  "content-length",
  "content-encoding",
  "content-security-policy",
  "clear-site-data",
  "keep-alive",
  "set-cookie",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-content-type-options",
]);

/** Types in which a browser would run scripts, with Patchbay's own origin. */
const active =
  /^\s*(text\/html|text\/xsl|application\/xhtml\+xml|image\/svg\+xml|(text|application)\/(\w+\+)?xml)/i;

/**
 * The author's headers for an answer, names in lower case.
 *
 * @throws UserError `invalid_header`, `forbidden_key`
 */
export function readResponseHeaders(rows: readonly NameValueRow[]): Record<string, string> {
  const headers = readHeaderRows(rows);
  for (const [name, value] of Object.entries(headers)) {
    if (!token.test(name)) throw refuse(`“${name.slice(0, 60)}” is not a name a header can have.`);
    if (!fieldValue.test(value)) {
      throw refuse(`The header “${name}” holds a line break or a character headers cannot carry.`);
    }
    if (reserved.has(name)) throw refuse(`A flow cannot set the header “${name}”.`);
    if (name === "content-type" && active.test(value)) {
      throw refuse(
        `A flow cannot answer with web pages or XML documents (“${value.slice(0, 60)}”).`,
      );
    }
  }
  return headers;
}

function refuse(message: string): UserError {
  return new UserError("invalid_header", message, { next: "Remove or change the header." });
}
