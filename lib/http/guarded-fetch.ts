import type { HttpClient } from "./client.ts";

type Options = { body?: unknown; headers: Record<string, string>; method: string };

const timeoutMs = 15_000;
const maxBytes = 1_000_000;
/** Statuses whose answers have no body (Fetch standard). */
const bodiless = new Set([204, 205, 304]);

/**
 * The guarded client in the shape of `fetch`, for libraries that speak a protocol over it: nothing
 * is followed, everything is read, 15 s and 1 MB at most. Errors are the client's own.
 */
export function guardedFetch(
  http: HttpClient,
  limits: { allowInsecure: boolean },
): (url: string, options: Options) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    const answer = await http.request({
      method,
      url,
      headers,
      ...(body !== undefined && body !== null && { body: String(body) }),
      timeoutMs,
      maxBytes,
      followRedirects: false,
      allowInsecureCredentials: limits.allowInsecure,
    });
    const received = new Headers(answer.headers);
    // The body is decompressed already.
    received.delete("content-encoding");
    received.delete("content-length");
    return new Response(bodiless.has(answer.status) ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers: received,
    });
  };
}
