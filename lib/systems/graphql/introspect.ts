import { getIntrospectionQuery } from "graphql";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { decodeText } from "#lib/http/decode-text.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { maxDescriptionBytes } from "../load-source.ts";

/**
 * Asks a GraphQL address for its schema. Returns the answer's text.
 *
 * @throws UserError `not_a_description` when it does not tell, and what the HTTP client throws
 */
export async function introspect(
  http: HttpClient,
  url: string,
  connection: ResolvedConnection | undefined,
): Promise<string> {
  const response = await sendAuthorised(
    http,
    {
      ...{ method: "POST", url, maxBytes: maxDescriptionBytes, timeoutMs: 30_000 },
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ query: getIntrospectionQuery({ descriptions: true }) }),
    },
    connection,
  );
  const text = decodeText(response.body, response.headers["content-type"]);
  if (response.status === 401 || response.status === 403) {
    throw refused(
      "The address wants to know who asks.",
      "Choose a connection for reading the schema.",
    );
  }
  if (response.status >= 500 || response.status === 404) {
    throw refused(`The address answered with status ${response.status}.`, "Check the address.");
  }
  if (/"__schema"/.test(text)) return text;
  const errors = firstError(text);
  throw refused(
    errors === undefined
      ? "The address does not answer as GraphQL does."
      : `The address does not tell its schema: ${errors}`,
    "Many systems keep it to themselves. Paste the schema instead: their documentation has it.",
  );
}

function firstError(text: string): string | undefined {
  try {
    const { errors } = JSON.parse(text) as { errors?: { message?: unknown }[] };
    const message = errors?.[0]?.message;
    return typeof message === "string" ? message.slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}

function refused(message: string, next: string): UserError {
  return new UserError("not_a_description", message, { next });
}
