import { isRaw, type Raw } from "./compact-schema.ts";

const byHttpScheme: { [scheme: string]: string } = {
  bearer: "bearer",
  basic: "basic",
  digest: "digest",
};
const signIn = ["oauth2", "oauth2-app", "google", "microsoft"];

/** The kinds of connections that fit the schemes an operation accepts; empty: anybody may call. */
export function fittingKinds(security: unknown, schemes: { [name: string]: Raw }): string[] {
  const kinds = new Set<string>();
  for (const way of Array.isArray(security) ? security : []) {
    for (const name of Object.keys(isRaw(way) ? way : {})) {
      for (const kind of kindsOf(schemes[name])) kinds.add(kind);
    }
  }
  return [...kinds];
}

function kindsOf(scheme: Raw | undefined): string[] {
  if (scheme === undefined) return [];
  if (scheme.type === "http") {
    const kind = byHttpScheme[String(scheme.scheme).toLowerCase()];
    return kind === undefined ? ["custom-headers"] : [kind];
  }
  if (scheme.type === "apiKey") {
    if (scheme.in === "query") return ["api-key-query"];
    // A token in the Authorization header is most often one with "Bearer" before it.
    const bearer = String(scheme.name).toLowerCase() === "authorization" ? ["bearer"] : [];
    return [...bearer, "api-key-header", "custom-headers"];
  }
  if (scheme.type === "oauth2" || scheme.type === "openIdConnect") return [...signIn, "bearer"];
  if (scheme.type === "mutualTLS") return ["client-certificate"];
  return [];
}
