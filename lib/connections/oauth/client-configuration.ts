import { LRUCache } from "lru-cache";
import * as client from "openid-client";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { guardedFetch } from "#lib/http/guarded-fetch.ts";
import { explainOAuthFailure } from "./explain-oauth-failure.ts";
import type { Provider } from "./provider.ts";

/** What a provider says of itself changes rarely, in ms. */
const rememberedMs = 10 * 60_000;

export type ClientConfigurations = {
  /**
   * A client of this provider, ready to speak; asks the issuer for its addresses if there is one.
   *
   * @throws UserError `oauth_misconfigured`, `insecure_credentials`; what the HTTP client throws
   */
  of(provider: Provider, clientSecret: string): Promise<client.Configuration>;
};

/** Clients of OAuth providers, all of whose requests go through the guarded HTTP client. */
export function createClientConfigurations(http: HttpClient): ClientConfigurations {
  const found = new LRUCache<string, client.ServerMetadata>({ max: 200, ttl: rememberedMs });

  async function discover(provider: Provider, issuer: string): Promise<client.ServerMetadata> {
    const known = found.get(issuer);
    if (known !== undefined) return known;
    const options = {
      [client.customFetch]: guardedFetch(http, provider),
      execute: provider.allowInsecure ? [client.allowInsecureRequests] : [],
    };
    const ask = (algorithm: "oidc" | "oauth2") =>
      client.discovery(new URL(issuer), provider.clientId, undefined, client.None(), {
        ...options,
        algorithm,
      });
    const configuration = await ask("oidc")
      // RFC 8414: providers that know OAuth and not OpenID Connect have it at another address.
      .catch((error: unknown) =>
        ask("oauth2").catch(() => {
          throw explainOAuthFailure(error, provider.name);
        }),
      );
    const metadata = configuration.serverMetadata();
    found.set(issuer, metadata);
    return metadata;
  }

  return {
    async of(provider, clientSecret) {
      const { issuer, endpoints, clientId } = provider;
      const metadata: client.ServerMetadata = {
        ...(issuer === undefined
          ? { issuer: "https://no-issuer.invalid" }
          : await discover(provider, issuer)),
        ...endpoints,
      };
      if (metadata.token_endpoint === undefined) {
        throw new UserError("oauth_misconfigured", "The connection has no token address.", {
          next: "Fill in the provider's address, or the authorization and token addresses.",
        });
      }
      const secretly =
        provider.clientAuth === "basic" ? client.ClientSecretBasic : client.ClientSecretPost;
      const configuration = new client.Configuration(
        metadata,
        clientId,
        undefined,
        clientSecret === "" ? client.None() : secretly(clientSecret),
      );
      const fetch = guardedFetch(http, provider);
      configuration[client.customFetch] = async (url, options) => {
        const answer = await fetch(url, options);
        return options.method === "POST" ? await asStandardAnswer(answer) : answer;
      };
      if (provider.allowInsecure) client.allowInsecureRequests(configuration);
      return configuration;
    },
  };
}

/**
 * A token answer as RFC 6749 has it. Some providers refuse with status 200, leave out the type, or
 * add a challenge that hides the reason. ID tokens are left out: a connection holds an access and
 * proves nobody's identity, and most of its providers have no issuer that one could be checked by.
 */
async function asStandardAnswer(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  headers.delete("www-authenticate");
  const text = await answer.text();
  const body = readObject(text);
  if (body === undefined) return new Response(text || null, { status: answer.status, headers });
  delete body.id_token;
  if (body.access_token !== undefined) body.token_type ??= "bearer";
  const refused = answer.ok && body.access_token === undefined && typeof body.error === "string";
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status: refused ? 400 : answer.status, headers });
}

function readObject(text: string): { [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
