import { createHash } from "node:crypto";
import CachePolicy from "http-cache-semantics";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../client.ts";
import type { AnswerStore, Kept } from "./answer-store.ts";

type Scope = { workspaceId: string; connectionId: string };

/** What is under way, by workspace and key: whoever asks for the same waits for it. */
export type UnderWay = Map<string, Promise<HttpResponse>>;

/**
 * The HTTP client as a step has it: answers to GET and HEAD that a step wants remembered are taken from
 * memory while they are young, asked about again with their ETag or date when they are old
 * (RFC 9111), and fetched once for all who ask at the same time.
 */
export function rememberingClient(
  http: HttpClient,
  store: AnswerStore,
  underWay: UnderWay,
  scope: Scope,
  now: () => number = Date.now,
): HttpClient {
  const fetchAnew = async (req: HttpRequest, key: string, old: Kept | undefined) => {
    const { remember, ...plain } = req;
    try {
      const response = await http.request(withValidators(plain, old));
      if (response.status === 304 && old !== undefined) {
        const { policy } = old.policy.revalidatedPolicy(asAsked(req), asAnswered(response));
        store.set(scope.workspaceId, key, { ...old, policy, at: now() });
        return { ...old.response, fromCache: true };
      }
      if (response.status >= 500 && mayServe(old, remember, now())) {
        return { ...old.response, fromCache: true };
      }
      if (isKeepable(response)) {
        const policy = new CachePolicy(asAsked(req), asAnswered(response), { shared: false });
        store.set(scope.workspaceId, key, { response, policy, at: now() });
      } else if (response.status < 500) store.delete(scope.workspaceId, key);
      return response;
    } catch (error) {
      const isTheirs = isPatchbayError(error) && error.fault === "upstream";
      if (isTheirs && mayServe(old, remember, now())) return { ...old.response, fromCache: true };
      throw error;
    }
  };

  return {
    async request(req) {
      const { remember, method, receive } = req;
      if (remember === undefined || receive !== undefined || !/^(GET|HEAD)$/.test(method))
        return await http.request(req);
      const key = keyOf(req, scope);
      const old = store.get(scope.workspaceId, key);
      if (old !== undefined && now() - old.at < remember.seconds * 1_000)
        return { ...old.response, fromCache: true };
      const name = `${scope.workspaceId} ${key}`;
      for (;;) {
        const ahead = underWay.get(name);
        if (ahead === undefined) break;
        const shared = await ahead.then(
          (response) => ({ ...response, fromCache: true }),
          (error: unknown) => {
            // Whoever was ahead was cancelled: that says nothing of the answer.
            if (isPatchbayError(error) && error.code === "run_canceled") return undefined;
            throw error;
          },
        );
        if (shared !== undefined) return shared;
      }
      const mine = fetchAnew(req, key, old);
      underWay.set(name, mine);
      try {
        return await mine;
      } finally {
        underWay.delete(name);
      }
    },
    close: () => http.close(),
  };
}

/**
 * The address, the method and every header; of a connection's credential only whose it is, for a token
 * may be renewed and the answer stays the same.
 */
function keyOf({ method, url, headers = {} }: HttpRequest, { connectionId }: Scope): string {
  const sent = Object.entries(headers)
    .filter(([name]) => connectionId === "" || name !== "authorization")
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([connectionId, method, url, sent]))
    .digest("base64url");
}

function withValidators(req: HttpRequest, old: Kept | undefined): HttpRequest {
  if (old === undefined) return req;
  const { headers } = old.response;
  return {
    ...req,
    headers: {
      ...req.headers,
      ...(headers.etag !== undefined && { "if-none-match": headers.etag }),
      ...(headers["last-modified"] !== undefined && {
        "if-modified-since": headers["last-modified"],
      }),
    },
  };
}

function isKeepable({ status, headers }: HttpResponse): boolean {
  return status >= 200 && status < 300 && status !== 206 && headers.vary?.trim() !== "*";
}

function mayServe(
  old: Kept | undefined,
  remember: HttpRequest["remember"],
  now: number,
): old is Kept {
  const staleMs = ((remember?.seconds ?? 0) + (remember?.staleSeconds ?? 0)) * 1_000;
  return old !== undefined && (remember?.staleSeconds ?? 0) > 0 && now - old.at < staleMs;
}

function asAsked({ method, url, headers = {} }: HttpRequest): CachePolicy.HttpRequest {
  return { method, url, headers };
}

function asAnswered({ status, headers }: HttpResponse): CachePolicy.HttpResponse {
  return { status, headers };
}
