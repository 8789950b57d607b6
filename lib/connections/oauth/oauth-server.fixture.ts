import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { interactionPolicy, Provider } from "oidc-provider";
import { listenOnLoopback } from "#lib/http/listen-on-loopback.fixture.ts";

export type OAuthServer = {
  /** The issuer, on loopback over http. */
  url: string;
  host: string;
  /** What was asked of the token endpoint, in order: the grant type and the answer's status. */
  tokenRequests: { grant: string; status: number }[];
  /** Ends everything that an account has given, as its owner would on the provider's page. */
  revokeAll(account: string): Promise<void>;
  /** Forgets one access token; the refresh token beside it stays good. */
  dropAccessToken(token: string): Promise<void>;
  /** From now on the token endpoint is out of order, or in order again. */
  setBroken(broken: boolean): void;
  close(): Promise<void>;
};

export type OAuthServerOptions = {
  redirectUris: string[];
  port?: number;
  /** Addresses that are not `<login>@example.com`, or not verified, by login. */
  emails?: { [login: string]: { email: string; verified: boolean } };
  /** Where the endpoints are, for providers with a plan of their own. */
  routes?: { [name: string]: string };
  /** What every token answer says besides. */
  tokenExtras?: { [name: string]: unknown };
};

export const oauthClient = { id: "patchbay", secret: "the-secret-of-the-patchbay-client" };
export const oauthSignIn = { id: "patchbay-sign-in", secret: "the-secret-of-the-sign-in-client" };
export const oauthApp = { id: "patchbay-app", secret: "the-secret-of-the-patchbay-app" };

/**
 * A real OAuth 2 and OpenID Connect server, with pages of its own for signing in: authorization code
 * with PKCE, rotating refresh tokens, client credentials, revocation, userinfo, and an API at
 * `/api/me` that wants one of its tokens, beside one at `/api/never` that takes none.
 */
export async function startOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  const tokenRequests: OAuthServer["tokenRequests"] = [];
  const grants = new Map<string, Set<string>>();
  let broken = false;
  const listener = await listenOnLoopback(options.port);
  const host = `127.0.0.1:${listener.port}`;
  const url = `http://${host}`;

  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }));

  const provider = new Provider(url, {
    clients: [
      {
        client_id: oauthClient.id,
        client_secret: oauthClient.secret,
        redirect_uris: options.redirectUris,
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
      },
      {
        client_id: oauthSignIn.id,
        client_secret: oauthSignIn.secret,
        redirect_uris: options.redirectUris,
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
      },
      {
        client_id: oauthApp.id,
        client_secret: oauthApp.secret,
        redirect_uris: [],
        grant_types: ["client_credentials"],
        response_types: [],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    scopes: ["openid", "offline_access", "email", "read:orders", "write:orders"],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["only for tests"] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}`, policy },
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, ClientCredentials: 3600, RefreshToken: 86_400 },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => {
        const known = options.emails?.[id];
        return {
          sub: id,
          email: known?.email ?? `${id}@example.com`,
          email_verified: known?.verified ?? true,
        };
      },
    }),
    ...(options.routes !== undefined && { routes: options.routes }),
  });

  provider.use(async (context, next) => {
    if (broken && context.method === "POST" && context.path.endsWith("/token")) {
      tokenRequests.push({ grant: "broken", status: 503 });
      context.status = 503;
      context.body = { error: "temporarily_unavailable" };
      return;
    }
    if (context.path === "/api/never") {
      context.status = 401;
      context.body = { error: "no" };
      return;
    }
    if (context.path === "/api/me") {
      const token = /^Bearer (.+)$/.exec(context.get("authorization"))?.[1] ?? "";
      const held =
        (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
      context.status = held === undefined ? 401 : 200;
      const who = held !== undefined && "accountId" in held ? held.accountId : held?.clientId;
      context.body = held === undefined ? { error: "no" } : { who, scope: held.scope ?? "" };
      return;
    }
    const interaction = /^\/interaction\/[\w-]+$/.test(context.path);
    if (!interaction) {
      await next();
      const { oidc } = context;
      if (oidc?.route === "token") {
        const grant = String(oidc.params?.grant_type);
        tokenRequests.push({ grant, status: context.status });
        if (context.status === 200) Object.assign(context.body as object, options.tokenExtras);
      }
      return;
    }
    const details = await provider.interactionDetails(context.req, context.res);
    if (context.method === "GET") {
      context.type = "html";
      context.body = page;
      return;
    }
    context.respond = false;
    const form = await readForm(context.req);
    if (form.has("deny")) {
      await provider.interactionFinished(context.req, context.res, {
        error: "access_denied",
        error_description: "The owner said no.",
      });
      return;
    }
    const accountId = form.get("login") ?? "";
    const grant = new provider.Grant({ accountId, clientId: String(details.params.client_id) });
    grant.addOIDCScope(String(details.params.scope ?? ""));
    const grantId = await grant.save();
    grants.set(accountId, (grants.get(accountId) ?? new Set()).add(grantId));
    await provider.interactionFinished(context.req, context.res, {
      login: { accountId },
      consent: { grantId },
      select_account: {},
    });
  });
  listener.server.on("request", provider.callback());

  return {
    url,
    host,
    tokenRequests,
    async revokeAll(account) {
      for (const grantId of grants.get(account) ?? []) {
        for (const model of [provider.AccessToken, provider.RefreshToken]) {
          await model.adapter.revokeByGrantId(grantId);
        }
        await (await provider.Grant.find(grantId))?.destroy();
      }
      grants.delete(account);
    },
    async dropAccessToken(token) {
      await (await provider.AccessToken.find(token))?.destroy();
    },
    setBroken(value) {
      broken = value;
    },
    async close() {
      listener.server.closeAllConnections();
      listener.server.close();
      await once(listener.server, "close");
    },
  };
}

const page = `<!doctype html><html lang="en"><head><title>Test provider</title></head><body>
<h1>Test provider</h1><form method="post"><label>Account <input name="login" value="ada"></label>
<button name="allow" value="1">Allow</button><button name="deny" value="1">Deny</button></form></body></html>`;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** Walks through the provider's pages as a browser would, and gives the address it comes back with. */
export async function walkThroughProvider(
  startUrl: string,
  choice: { login: string; allow?: boolean },
  home: string,
): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(startUrl);
  let form: URLSearchParams | undefined;
  for (let hop = 0; hop < 12; hop++) {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form !== undefined && { method: "POST", body: form }),
    });
    form = undefined;
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = answer.headers.get("location");
    await answer.text();
    if (location === null) {
      form = new URLSearchParams({
        login: choice.login,
        [choice.allow === false ? "deny" : "allow"]: "1",
      });
      continue;
    }
    url = new URL(location, url);
    if (url.href.startsWith(home)) return url;
  }
  throw new Error(`the provider never came back: ${url.href}`);
}
