import type { IncomingMessage, ServerResponse } from "node:http";
import { contentSecurityPolicy, newNonce } from "./content-security.ts";

export type PageSecurityOptions = {
  dev: boolean;
  /** Behind HTTPS: browsers are told to stay there. */
  https: boolean;
  frameAncestors?: readonly string[];
};

/** Headers for every page. */
export function commonHeaders(https: boolean): { [name: string]: string } {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    ...(https && { "strict-transport-security": "max-age=31536000; includeSubDomains" }),
  };
}

/**
 * Prepares one request for Next: the policy's nonce goes into the request's own header, where Next
 * finds it and puts it on its scripts; the policy itself goes onto the answer.
 */
export function securePage(
  request: IncomingMessage,
  response: ServerResponse,
  options: PageSecurityOptions,
): void {
  const policy = contentSecurityPolicy(newNonce(), options);
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
  if (options.frameAncestors === undefined) response.setHeader("x-frame-options", "DENY");
  for (const [name, value] of Object.entries(commonHeaders(options.https))) {
    response.setHeader(name, value);
  }
}

/**
 * Headers for the answers that are not pages, by name and value: nothing in them is run, framed or
 * guessed at, whatever a browser is made to open.
 */
export function answerHeaders(https: boolean): readonly (readonly [name: string, value: string])[] {
  const hsts = commonHeaders(https)["strict-transport-security"];
  return [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "no-referrer"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ["x-frame-options", "DENY"],
    ...(hsts === undefined ? [] : [["strict-transport-security", hsts] as const]),
  ];
}
