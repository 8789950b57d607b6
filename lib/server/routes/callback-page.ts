import { createHash } from "node:crypto";
import { guardHeaders } from "#lib/webhooks/hook-answer.ts";

const style =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:18vh auto;padding:0 1.5rem;" +
  "color:#1c1b22;background:#fff}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0 0 1.25rem}" +
  "button{font:inherit;font-weight:600;color:#fff;background:#4f46b8;border:0;border-radius:.5rem;" +
  "padding:.6rem 1.25rem;cursor:pointer}button:focus-visible{outline:3px solid #a7a1ee;" +
  "outline-offset:2px}@media(prefers-color-scheme:dark){body{color:#eceaf4;background:#17161d}}";

const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * The headers of these pages: they share our origin, so they run nothing, are framed by nobody, and
 * send their form only back to us. Their address is a secret and goes nowhere as a referrer.
 */
export const callbackPageHeaders: Readonly<{ [name: string]: string }> = {
  ...guardHeaders,
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "content-type": "text/html; charset=utf-8",
  "x-robots-tag": "noindex",
};

/** What a person sees who opens the link: nothing happens until they press the button. */
export function askPage(): string {
  return page(
    "Please confirm",
    "Somebody is waiting for your answer. Press the button to send it.",
    '<form method="post"><button>Confirm</button></form>',
  );
}

/** What a person sees once their answer has arrived, or why it cannot. Plain text, ours. */
export function toldPage(title: string, text: string): string {
  return page(title, text, "");
}

function page(title: string, text: string, more: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${escapeHtml(title)}</title><style>${style}</style></head>` +
    `<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${more}</main></body></html>`
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
