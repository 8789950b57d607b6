import type { JsonObject } from "#lib/flow/json.ts";

/** What is known of a connection's provider before anybody asks it. */
export type Provider = {
  /** For sentences: “Google”, or the provider's host. */
  name: string;
  /** Where the rest is found out; undefined when the addresses below are all there is. */
  issuer: string | undefined;
  endpoints: {
    authorization_endpoint?: string;
    token_endpoint?: string;
    revocation_endpoint?: string;
    userinfo_endpoint?: string;
  };
  clientId: string;
  /** How the client secret travels: in the form, or as a Basic header. */
  clientAuth: "post" | "basic";
  scopes: string[];
  /** What goes along when somebody is sent to sign in. */
  authorizeParameters: { [name: string]: string };
  /** What goes along when the app asks for a token of its own. */
  tokenParameters: { [name: string]: string };
  allowInsecure: boolean;
};

/** Reads a connection's settings as its provider. */
export function providerOf(kind: string, settings: JsonObject): Provider {
  const text = (key: string) => {
    const value = settings[key];
    return typeof value === "string" ? value.trim() : "";
  };
  const chosen = text("scopes")
    .split(/\s+/)
    .filter((scope) => scope !== "");
  const common = {
    clientId: text("clientId"),
    clientAuth: text("basicClient") === "true" ? ("basic" as const) : ("post" as const),
    allowInsecure: text("allowInsecure") === "true",
    scopes: chosen,
    authorizeParameters: {},
    tokenParameters: {},
  };
  if (kind === "google") return google(common, text("providerUrl"));
  if (kind === "microsoft") {
    return microsoft(common, {
      authority: text("authority") || "https://login.microsoftonline.com",
      tenant: text("tenant") || "common",
      graph: text("graphUrl") || "https://graph.microsoft.com",
    });
  }
  const issuer = text("issuer") || undefined;
  const audience = text("audience");
  return {
    ...common,
    name: URL.parse(issuer ?? text("tokenUrl"))?.host ?? "the provider",
    issuer,
    endpoints: {
      ...filled("authorization_endpoint", text("authorizationUrl")),
      ...filled("token_endpoint", text("tokenUrl")),
      ...filled("revocation_endpoint", text("revocationUrl")),
      ...filled("userinfo_endpoint", text("userinfoUrl")),
    },
    // OpenID Connect Core, section 11: without it, offline access is not given.
    ...(chosen.includes("offline_access") && { authorizeParameters: { prompt: "consent" } }),
    ...(audience !== "" && { tokenParameters: { audience } }),
  };
}

/**
 * What an access was given for: another app, another provider or other addresses make it worthless,
 * and tokens must never reach an address that they did not come from.
 */
export function grantIdentity(kind: string, settings: JsonObject): string {
  const { issuer, endpoints, clientId } = providerOf(kind, settings);
  return JSON.stringify([kind, issuer, endpoints, clientId]);
}

type Common = Omit<Provider, "name" | "issuer" | "endpoints">;

/** developers.google.com/identity/protocols/oauth2/web-server */
function google(common: Common, instead: string): Provider {
  return {
    ...common,
    name: "Google",
    issuer: instead || undefined,
    endpoints:
      instead === ""
        ? {
            authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
            token_endpoint: "https://oauth2.googleapis.com/token",
            revocation_endpoint: "https://oauth2.googleapis.com/revoke",
            userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
          }
        : {},
    scopes: ["openid", "email", ...common.scopes],
    // Without consent asked anew, Google gives no refresh token the second time.
    authorizeParameters: { access_type: "offline", prompt: "consent" },
  };
}

/** learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow; it has no revocation. */
function microsoft(
  common: Common,
  at: { authority: string; tenant: string; graph: string },
): Provider {
  const base = `${at.authority.replace(/\/+$/, "")}/${encodeURIComponent(at.tenant)}/oauth2/v2.0`;
  return {
    ...common,
    name: "Microsoft",
    issuer: undefined,
    endpoints: {
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      userinfo_endpoint: `${at.graph.replace(/\/+$/, "")}/oidc/userinfo`,
    },
    scopes: ["openid", "email", "offline_access", ...common.scopes],
    authorizeParameters: { prompt: "select_account" },
  };
}

function filled(key: string, value: string): { [key: string]: string } {
  return value === "" ? {} : { [key]: value };
}
