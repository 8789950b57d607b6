import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { decodeText } from "#lib/http/decode-text.ts";
import type { Source } from "./contract.ts";

/** The largest description that is read, in bytes. */
export const maxDescriptionBytes = 20_000_000;

/**
 * A description's text.
 *
 * @throws UserError `not_a_description`, and what the HTTP client throws
 */
export async function loadSource(
  http: HttpClient,
  source: Exclude<Source, { graphql: unknown } | { written: unknown }>,
): Promise<{ text: string; url: string | null }> {
  if ("text" in source) {
    if (source.text.trim() === "") throw new UserError("not_a_description", "The text is empty.");
    return { text: source.text, url: null };
  }
  const url = source.url.trim();
  const response = await http.request({
    ...{ method: "GET", url, maxBytes: maxDescriptionBytes, timeoutMs: 30_000 },
    headers: { accept: "application/json, application/yaml, text/yaml, */*;q=0.5" },
  });
  if (response.status !== 200) {
    throw new UserError(
      "not_a_description",
      `The address answered with status ${response.status}.`,
      {
        next: "Check the address. A description behind a sign-in can be pasted or uploaded.",
      },
    );
  }
  return { text: decodeText(response.body, response.headers["content-type"]), url };
}
