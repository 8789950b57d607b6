import { describeError } from "#lib/errors/describe-error.ts";
import type { HttpClient, HttpRequest } from "#lib/http/client.ts";

/** One request as the usage log tells it; `errorCode` when there was no answer. */
export type MeteredRequest = {
  at: string;
  host: string;
  operation: string;
  status: number | null;
  errorCode: string | null;
  durationMs: number;
};

const longest = 300;

/** The same client, telling of each request once it is over: never its query, headers or body. */
export function meteredHttp(
  http: HttpClient,
  now: () => Date,
  tell: (request: MeteredRequest) => void,
): HttpClient {
  return {
    ...http,
    async request(request) {
      const at = now().toISOString();
      const startedAt = performance.now();
      const over = (status: number | null, errorCode: string | null) =>
        tell({
          at,
          ...placeOf(request),
          status,
          errorCode,
          durationMs: Math.round(performance.now() - startedAt),
        });
      try {
        const response = await http.request(request);
        over(response.status, null);
        return response;
      } catch (error) {
        over(null, describeError(error).code);
        throw error;
      }
    },
  };
}

function placeOf({ method, url }: HttpRequest): { host: string; operation: string } {
  const parsed = URL.parse(url);
  return {
    host: (parsed?.host ?? "").slice(0, longest),
    operation: `${method.toUpperCase().slice(0, 30)} ${parsed?.pathname ?? ""}`.slice(0, longest),
  };
}
