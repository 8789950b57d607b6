import { randomBytes } from "node:crypto";

export type PolicyOptions = {
  /** Next's development mode evaluates code and opens a socket for reloads. */
  dev: boolean;
  /** Who may frame this page; default nobody. */
  frameAncestors?: readonly string[];
};

/** A fresh nonce for one page, 128 bits. */
export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/**
 * The content security policy of a page. Scripts run only with this page's nonce, or when such a
 * script loads them. React Flow places nodes by style attributes, which `style-src-attr` allows.
 * Images come from wherever a flow's messages say, over https.
 */
export function contentSecurityPolicy(nonce: string, options: PolicyOptions): string {
  const ancestors = options.frameAncestors ?? [];
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${options.dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' https:",
    "font-src 'self'",
    `connect-src 'self'${options.dev ? " ws: wss:" : ""}`,
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
