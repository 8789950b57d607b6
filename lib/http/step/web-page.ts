import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "../client.ts";

/**
 * Whether a web page came under “Automatic”: a sign-in form or a maintenance notice, most likely,
 * sent as if all were well. Who wants pages says so with “Text”; answers without a body, redirects
 * that are not followed and statuses that the author let pass hold no data to mistake.
 */
export function isWebPage(method: string, response: HttpResponse): boolean {
  if (method === "HEAD") return false;
  if (response.status < 200 || response.status >= 300 || response.body.length === 0) return false;
  const type = (response.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  return type === "text/html" || type === "application/xhtml+xml";
}

/** What a web page in place of data is thrown as; never retried. */
export function webPageError({ url, status }: HttpResponse): UserError {
  const host = URL.parse(url)?.host ?? "The other system";
  return new UserError("html_instead_of_data", `${host} answered with a web page, not with data.`, {
    status,
    next: "Check the address and the connection: a sign-in page is a common reason. If the page is what you want, set “Read the answer as” to “Text”.",
    details: { status },
  });
}
