import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { ConnectionSummary } from "./contract.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { kindServerOf } from "./kind-servers.ts";
import { allowInsecure } from "./kinds/common-fields.ts";
import type { KindTools } from "./kinds/kind-server.ts";
import { connectionKindOf } from "./kinds.ts";

export type TestOutcome = NonNullable<ConnectionSummary["lastTest"]> & {
  /** The other side's answer, when there was one. */
  status?: number | undefined;
  /** How long it asked to be left alone, in ms. */
  retryAfterMs?: number | undefined;
};

/** Whoever tests a connection may change it: there is nobody else to ask. */
const howToAllow = `Use an https address. Inside your own network, edit the connection and switch on “${allowInsecure.label}”.`;

/**
 * Tries a credential as its kind does and says in plain words how it went. A sample is sent only
 * when asked for.
 *
 * @throws UserError `invalid_input` when there is no way to try it as it is
 */
export async function testConnection(
  connection: ResolvedConnection,
  tools: KindTools,
  sendSample: boolean,
): Promise<TestOutcome> {
  const server = kindServerOf(connection.kind);
  const kind = connectionKindOf(connection.kind);
  if (server === undefined || kind === undefined) {
    throw new UserError("invalid_input", `“${connection.name}” is of an unknown kind.`);
  }
  if (kind.test === "address" && !connection.settings.testUrl) {
    throw new UserError("invalid_input", `“${connection.name}” has no test address.`, {
      next: "Edit the connection and fill in “Test address”.",
    });
  }
  if (kind.test === "sample" && !sendSample) {
    throw new UserError(
      "invalid_input",
      `“${connection.name}” can only be tried by sending something, which starts what hangs on it.`,
      { next: "Send a sample if that is meant." },
    );
  }
  const { last, watched } = watch(tools);
  const at = tools.now().toISOString();
  const startedAt = performance.now();
  const outcome = (ok: boolean, message: string): TestOutcome => ({
    ok,
    at,
    message: hideSecrets(message, Object.values(connection.secrets)),
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    const prepared = (await server.prepare?.(connection, watched)) ?? connection;
    const { ok, message } = await server.test(prepared, watched);
    return { ...outcome(ok, message), ...last };
  } catch (error) {
    const { code, message, next: advice } = describeError(error);
    const next = code === "insecure_credentials" ? howToAllow : advice;
    return outcome(false, next === undefined ? message : `${message} ${next}`);
  }
}

/** The same tools, and what the other side answered last. */
function watch(tools: KindTools) {
  const last: Pick<TestOutcome, "status" | "retryAfterMs"> = {};
  const note = (response: HttpResponse): HttpResponse => {
    last.status = response.status;
    last.retryAfterMs = parseRetryAfter(response.headers["retry-after"]);
    return response;
  };
  const watched: KindTools = {
    ...tools,
    http: { ...tools.http, request: async (request) => note(await tools.http.request(request)) },
    send: async (request, connection) => note(await tools.send(request, connection)),
  };
  return { last, watched };
}
