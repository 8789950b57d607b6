import { kindServerOf } from "#lib/connections/kind-servers.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { authorise } from "./authorise.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "./client.ts";

type Prepared = HttpRequest & { headers: Record<string, string> };

/**
 * Sends a request with a connection's credential. A 401 has done nothing, so after one the request is
 * sent once more: with the answer to what the other side asks (Digest), or with a token that was
 * renewed (OAuth).
 *
 * @throws UserError `connection_needs_attention` when the provider has ended the access, and what
 *   `authorise` throws
 */
export async function sendAuthorised(
  http: HttpClient,
  request: Prepared,
  connection: ResolvedConnection | undefined,
): Promise<HttpResponse> {
  if (connection === undefined) return await http.request(request);
  authorise(request, connection);
  const response = await http.request(request);
  if (response.status !== 401) return response;
  // Behind a redirect to another origin, nobody saw the credential, and nobody there may.
  if (URL.parse(response.url)?.origin !== URL.parse(request.url)?.origin) return response;
  if (kindServerOf(connection.kind)?.answerChallenge?.(request, response, connection)) {
    return await http.request(request);
  }
  const renewed = await connection.renew?.();
  if (renewed === undefined) return response;
  authorise(request, renewed);
  return await http.request(request);
}
