import { generateKeyPairSync } from "node:crypto";
import { generate } from "selfsigned";

type Values = { [field: string]: string };
type Fixture = (
  secret: string,
  provider: { origin: string; host: string },
) => Values | Promise<Values>;

/** The general kinds' own test address and hosts. */
const near = (kind: string, { origin, host }: { origin: string; host: string }): Values => ({
  testUrl: `${origin}/${kind}/401-plain`,
  allowedHosts: host,
  allowInsecure: "true",
});

/** A hook, whose address is the secret. */
const hook =
  (kind: string): Fixture =>
  (secret, { origin }) => ({
    hookUrl: `${origin}/${kind}/401-plain/${encodeURIComponent(secret)}`,
    ...{ otherHost: "true", allowInsecure: "true" },
  });

/**
 * What the form of each kind is filled in with, the canary in its secret. A kind without a line here
 * fails the canary: add one together with the kind.
 */
export const canaryConnections: { readonly [kind: string]: Fixture } = {
  bearer: (secret, at) => ({ token: secret, ...near("bearer", at) }),
  basic: (secret, at) => ({ username: "canary-user", password: secret, ...near("basic", at) }),
  digest: (secret, at) => ({ username: "canary-user", password: secret, ...near("digest", at) }),
  "api-key-header": (secret, at) => ({
    headerName: "X-Canary-Key",
    value: secret,
    ...near("api-key-header", at),
  }),
  "api-key-query": (secret, at) => ({
    paramName: "canary_key",
    value: secret,
    ...near("api-key-query", at),
  }),
  "custom-headers": (secret, at) => ({
    headers: JSON.stringify([{ name: "X-Canary", value: secret }]),
    ...near("custom-headers", at),
  }),
  "client-certificate": async (secret, { host }) => {
    const made = await generate([{ name: "commonName", value: "canary" }], { keyType: "ec" });
    return { certificate: made.cert, privateKey: made.private, token: secret, allowedHosts: host };
  },
  "signing-secret": (secret, { host }) => ({
    ...{ secret, headerName: "X-Signature", algorithm: "sha256", encoding: "hex" },
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  openai: (secret, { origin, host }) => ({
    ...{ apiKey: secret, baseUrl: `${origin}/openai/401-plain` },
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  caldav: (secret, { origin, host }) => ({
    ...{ serverUrl: `${origin}/caldav/401-plain`, username: "canary-user", password: secret },
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  "google-service-account": (secret, { origin, host }) => ({
    keyFile: JSON.stringify({
      type: "service_account",
      client_email: "canary@example.iam.gserviceaccount.com",
      private_key_id: secret,
      private_key: generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
      }).privateKey,
    }),
    tokenUrl: `${origin}/google-service-account/issues-it`,
    scopes: "https://www.googleapis.com/auth/spreadsheets",
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  oauth2: (secret, { origin, host }) => ({
    ...{ clientId: "canary-client", clientSecret: secret },
    authorizationUrl: `${origin}/oauth2/401-plain`,
    tokenUrl: `${origin}/oauth2/401-plain`,
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  "oauth2-app": (secret, { origin, host }) => ({
    ...{ clientId: "canary-client", clientSecret: secret },
    tokenUrl: `${origin}/oauth2-app/issues-it`,
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  google: (secret, { origin, host }) => ({
    ...{ clientId: "canary-client", clientSecret: secret },
    providerUrl: `${origin}/google/401-plain`,
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  microsoft: (secret, { origin, host }) => ({
    ...{ clientId: "canary-client", clientSecret: secret },
    authority: `${origin}/microsoft/401-plain`,
    ...{ allowedHosts: host, allowInsecure: "true" },
  }),
  zapier: hook("zapier"),
  make: hook("make"),
  pabbly: hook("pabbly"),
  smtp: (secret) => ({
    ...{ host: "127.0.0.1", port: "1", security: "none", user: "canary-user", password: secret },
    ...{ fromAddress: "a@example.com", allowInsecure: "true" },
  }),
};
