import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { authorise } from "./authorise.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "./client.ts";

/**
 * Sends a request that `authorise` has prepared. When the other side answers 401 although it got an
 * OAuth token, the token is renewed and the request sent once more: a 401 has done nothing.
 *
 * @throws UserError `connection_needs_attention` when the provider has ended the access
 */
export async function sendAuthorised(
  http: HttpClient,
  request: HttpRequest & { headers: Record<string, string> },
  connection: ResolvedConnection | undefined,
): Promise<HttpResponse> {
  const response = await http.request(request);
  if (response.status !== 401 || connection?.renew === undefined) return response;
  // Behind a redirect to another origin, nobody saw the token.
  if (URL.parse(response.url)?.origin !== URL.parse(request.url)?.origin) return response;
  const renewed = await connection.renew();
  if (renewed === undefined) return response;
  authorise(request, renewed);
  return await http.request(request);
}
