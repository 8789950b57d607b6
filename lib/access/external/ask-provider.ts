import * as client from "openid-client";
import type { HttpClient } from "#lib/http/client.ts";
import { guardedFetch } from "#lib/http/guarded-fetch.ts";
import type { SignInProvider } from "./contract.ts";

/** Somebody as a provider knows them. `subject` never changes and is never given to anybody else. */
export type Profile = {
  issuer: string;
  subject: string;
  /** Lower case; empty unless the provider says that it has verified it. */
  verifiedEmail: string;
  name: string;
};

/** What stays here between the way to a provider and the way back. */
export type Proof = { state: string; verifier: string; nonce: string };

export type ProviderClient = {
  /** The provider's page, with what it has to give back. */
  address(proof: Proof, redirectAddress: string): Promise<URL>;
  /** Exchanges the code that came back, and asks who it is. Throws when anything does not fit. */
  profile(back: URL, proof: Proof): Promise<Profile>;
};

/** A client of one provider; all its requests go through the guarded HTTP client. */
export function createProviderClient(provider: SignInProvider, http: HttpClient): ProviderClient {
  return provider.id === "github" ? githubClient(provider, http) : oidcClient(provider, http);
}

/** What a provider says of itself is asked for again after this, in ms. */
const rememberedMs = 10 * 60_000;

/** OpenID Connect Core: code flow with PKCE and nonce; the ID token's signature is checked too. */
function oidcClient(provider: SignInProvider, http: HttpClient): ProviderClient {
  let known: { configuration: client.Configuration; until: number } | undefined;

  async function configured(): Promise<client.Configuration> {
    if (known !== undefined && known.until > Date.now()) return known.configuration;
    const options = connectionOptions(provider, http);
    const found = await client.discovery(
      new URL(provider.url),
      provider.clientId,
      undefined,
      client.None(),
      options,
    );
    const metadata = found.serverMetadata();
    const methods = metadata.token_endpoint_auth_methods_supported;
    // Without a list it is Basic (OpenID Connect Discovery, section 3).
    const basic = methods === undefined || methods.includes("client_secret_basic");
    const authenticate = basic ? client.ClientSecretBasic : client.ClientSecretPost;
    const configuration = new client.Configuration(
      metadata,
      provider.clientId,
      undefined,
      authenticate(provider.clientSecret),
    );
    configuration[client.customFetch] = options[client.customFetch];
    for (const apply of options.execute) apply(configuration);
    client.enableNonRepudiationChecks(configuration);
    known = { configuration, until: Date.now() + rememberedMs };
    return configuration;
  }

  return {
    async address(proof, redirectAddress) {
      return client.buildAuthorizationUrl(await configured(), {
        ...(await parametersOf(proof, redirectAddress)),
        scope: "openid email profile",
        nonce: proof.nonce,
      });
    },
    async profile(back, proof) {
      const configuration = await configured();
      const tokens = await client.authorizationCodeGrant(configuration, back, {
        expectedState: proof.state,
        pkceCodeVerifier: proof.verifier,
        expectedNonce: proof.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("there is no ID token");
      const { userinfo_endpoint } = configuration.serverMetadata();
      const more =
        claims.email === undefined && userinfo_endpoint !== undefined
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : claims;
      // Some providers write the word instead of the value.
      const verified = more.email_verified === true || String(more.email_verified) === "true";
      return {
        issuer: claims.iss,
        subject: claims.sub,
        verifiedEmail: verified ? textOf(more.email).toLowerCase() : "",
        name: textOf(more.name),
      };
    },
  };
}

/** GitHub speaks OAuth 2 and no OpenID Connect: docs.github.com/apps/oauth-apps */
function githubClient(provider: SignInProvider, http: HttpClient): ProviderClient {
  const site = provider.url.replace(/\/+$/, "");
  const api = site === "https://github.com" ? "https://api.github.com" : `${site}/api/v3`;
  const options = connectionOptions(provider, http);
  const configuration = new client.Configuration(
    {
      issuer: site,
      authorization_endpoint: `${site}/login/oauth/authorize`,
      token_endpoint: `${site}/login/oauth/access_token`,
    },
    provider.clientId,
    undefined,
    client.ClientSecretPost(provider.clientSecret),
  );
  configuration[client.customFetch] = options[client.customFetch];
  for (const apply of options.execute) apply(configuration);

  async function read(path: string, accessToken: string): Promise<unknown> {
    const answer = await http.request({
      method: "GET",
      url: `${api}${path}`,
      headers: { accept: "application/vnd.github+json", authorization: `Bearer ${accessToken}` },
      timeoutMs: 10_000,
      maxBytes: 500_000,
      followRedirects: false,
      allowInsecureCredentials: isPlain(provider),
    });
    if (answer.status !== 200) throw new Error(`GitHub answered ${answer.status} for ${path}`);
    return JSON.parse(Buffer.from(answer.body).toString("utf8"));
  }

  return {
    async address(proof, redirectAddress) {
      return client.buildAuthorizationUrl(configuration, {
        ...(await parametersOf(proof, redirectAddress)),
        scope: "read:user user:email",
      });
    },
    async profile(back, proof) {
      const address = new URL(back);
      address.searchParams.delete("iss");
      const { access_token } = await client.authorizationCodeGrant(configuration, address, {
        expectedState: proof.state,
        pkceCodeVerifier: proof.verifier,
      });
      const user = entriesOf(await read("/user", access_token));
      const emails = await read("/user/emails", access_token);
      const primary = (Array.isArray(emails) ? emails : [])
        .map(entriesOf)
        .find((email) => email.get("primary") === true && email.get("verified") === true);
      const id = user.get("id");
      if (typeof id !== "number") throw new Error("GitHub did not say who it is");
      return {
        issuer: site,
        subject: String(id),
        verifiedEmail: textOf(primary?.get("email")).toLowerCase(),
        name: textOf(user.get("name")) || textOf(user.get("login")),
      };
    },
  };
}

async function parametersOf({ state, verifier }: Proof, redirectAddress: string) {
  return {
    redirect_uri: redirectAddress,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
}

function connectionOptions(provider: SignInProvider, http: HttpClient) {
  const allowInsecure = isPlain(provider);
  return {
    [client.customFetch]: guardedFetch(http, { allowInsecure }),
    execute: allowInsecure ? [client.allowInsecureRequests] : [],
  };
}

/** The environment lets plain http through for loopback only. */
function isPlain({ url }: SignInProvider): boolean {
  return url.startsWith("http:");
}

function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
