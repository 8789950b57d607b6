import { randomUUID } from "node:crypto";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { signWebhook } from "#lib/webhooks/signature/sign.ts";
import type { Authorised, KindServer } from "./kind-server.ts";
import { filled, requireEncryption, text } from "./parts.ts";

/** What a test sends: recognisable, and harmless in a spreadsheet. */
export const hookSample = {
  test: true,
  source: "Patchbay",
  message: "This is a sample. Nothing has happened.",
};

/** The server half of an automation service's hook; `keyHeader` is where it wants its own key. */
export function hookServer(keyHeader?: string): KindServer {
  return {
    authorise(request, connection) {
      requireEncryption(new URL(request.url), connection);
      const headers = hookHeaders(connection, keyHeader);
      Object.assign(request.headers, headers, signature(request, connection));
      request.secretHeaders = Object.keys(headers);
    },
    async test(connection, { send }) {
      const url = filled(connection.secrets.hookUrl, connection);
      const { host } = new URL(url);
      const request: Authorised = {
        method: "POST",
        url,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(hookSample),
        timeoutMs: 15_000,
        maxBytes: 1_000_000,
        followRedirects: false,
      };
      const { status } = await send(request, connection);
      return { ok: status >= 200 && status < 300, message: explain(status, host) };
    },
  };
}

/** The signature of exactly what is sent, when the connection has a secret for it. */
function signature(request: Authorised, { secrets }: ResolvedConnection): Record<string, string> {
  if (!secrets.signingSecret) return {};
  return signWebhook(secrets.signingSecret, {
    id: request.headers["idempotency-key"] ?? randomUUID(),
    at: new Date(),
    body: typeof request.body === "string" ? request.body : "",
  });
}

/** The headers a hook is called with. */
function hookHeaders({ settings, secrets }: ResolvedConnection, keyHeader: string | undefined) {
  const headers: Record<string, string> = {};
  const name = text(settings.headerName).toLowerCase();
  if (name !== "" && secrets.headerValue) headers[name] = secrets.headerValue;
  if (keyHeader !== undefined && secrets.apiKey) headers[keyHeader] = secrets.apiKey;
  return headers;
}

function explain(status: number, host: string): string {
  if (status >= 200 && status < 300) {
    return `${host} took the sample (status ${status}). Look there for what it set off.`;
  }
  if (status === 401 || status === 403) {
    return `${host} refused the sample (status ${status}). Check the key or the header.`;
  }
  if (status === 404 || status === 410) {
    return `${host} knows no such hook (status ${status}). Check the address, and that the automation is switched on.`;
  }
  if (status === 429) return `${host} takes no more just now (status 429). Try again in a moment.`;
  return status >= 500
    ? `${host} has a problem of its own (status ${status}). Try again later.`
    : `${host} did not take the sample (status ${status}).`;
}
