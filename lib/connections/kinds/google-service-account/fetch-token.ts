import { createHash } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { KindTools } from "../kind-server.ts";
import { requireEncryption, text } from "../parts.ts";
import { readServiceAccount, type ServiceAccount } from "./service-account.ts";

const granted = z.looseObject({ access_token: z.string().min(1), expires_in: z.number() });
const refused = z.looseObject({ error: z.string(), error_description: z.string().default("") });

/** How long an assertion is good for: Google's longest, in seconds. */
const assertionSeconds = 3_600;

/**
 * A token for the account's scopes, kept until shortly before it ends.
 *
 * @throws UserError `connection_refused` with Google's reason, `insecure_credentials`
 * @throws UpstreamError `upstream_status` when Google has a problem of its own
 */
export function fetchToken(connection: ResolvedConnection, tools: KindTools): Promise<string> {
  const { settings, secrets } = connection;
  const account = readServiceAccount(secrets.keyFile ?? "");
  if (typeof account === "string") {
    throw new UserError("connection_missing", `“${connection.name}” holds no usable key file.`);
  }
  const state = JSON.stringify([secrets.keyFile, settings]);
  const key = createHash("sha256").update(state).digest("base64");
  return tools.tokens.get(connection.id, key, () => requestToken(connection, account, tools));
}

async function requestToken(
  connection: ResolvedConnection,
  account: ServiceAccount,
  { http, now }: KindTools,
) {
  const { settings, name } = connection;
  const address = text(settings.tokenUrl) || account.token_uri;
  const url = new URL(address);
  requireEncryption(url, connection);
  const response = await http.request({
    method: "POST",
    url: address,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await signAssertion(settings, account, now()),
    }).toString(),
    timeoutMs: 15_000,
    maxBytes: 1_000_000,
    followRedirects: false,
  });
  const answer = parseJson(response.body);
  const token = granted.safeParse(answer);
  if (response.status < 300 && token.success) {
    const { access_token, expires_in } = token.data;
    return { token: access_token, expiresAt: now().getTime() + expires_in * 1000 };
  }
  if (response.status >= 500 || response.status === 429) {
    throw new UpstreamError("upstream_status", `${url.host} has a problem of its own just now.`, {
      status: response.status,
    });
  }
  const { error, error_description } = refused.safeParse(answer).data ?? {
    error: `status ${response.status}`,
    error_description: "",
  };
  throw new UserError(
    "connection_refused",
    `${url.host} gave no token to “${name}”: ${[error_description, error].filter(Boolean).join(" ").slice(0, 300)}.`,
    { next: explainRefusal(error, error_description) },
  );
}

async function signAssertion(
  settings: ResolvedConnection["settings"],
  account: ServiceAccount,
  now: Date,
): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  const assertion = new SignJWT({ scope: text(settings.scopes) })
    .setProtectedHeader({
      alg: "RS256",
      typ: "JWT",
      ...(account.private_key_id !== undefined && { kid: account.private_key_id }),
    })
    .setIssuer(account.client_email)
    .setAudience(account.token_uri)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + assertionSeconds);
  if (text(settings.subject) !== "") assertion.setSubject(text(settings.subject));
  return await assertion.sign(await importPKCS8(account.private_key, "RS256"));
}

function explainRefusal(error: string, description: string): string {
  if (/unauthorized_client/.test(error)) {
    return "“Act as” needs domain-wide delegation: a Workspace administrator allows this account and its scopes.";
  }
  if (/invalid_scope/.test(error)) return "Check the scopes under “What it may do”.";
  if (/signature|jwt/i.test(description)) return "The key was deleted at Google: add a new one.";
  return "The account or its key may have been deleted or disabled: check it at Google.";
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
