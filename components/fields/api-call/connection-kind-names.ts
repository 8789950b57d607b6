/** What kinds of connections are called where a system's description names them. */
export const connectionKindNames: { readonly [kind: string]: string } = {
  bearer: "a bearer token",
  basic: "user name and password",
  digest: "Digest",
  "api-key-header": "an API key in a header",
  "api-key-query": "an API key in the address",
  "custom-headers": "headers of its own",
  oauth2: "an account (OAuth 2)",
  "oauth2-app": "an app (OAuth 2)",
  "client-certificate": "a client certificate",
};
