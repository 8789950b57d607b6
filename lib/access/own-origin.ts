import { UserError } from "#lib/errors/user-error.ts";

type Received = { origin: string | null; host: string | null; forwardedHost?: string | null };
type Settings = { baseUrl: string; loopback: boolean };

const loopbackNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Refuses a request that did not come from Patchbay's own pages: it must name an Origin, and that
 * must be the host it was sent to or the public address. On a loopback server the host must be a
 * loopback name as well, so that a foreign name that resolves to 127.0.0.1 gets nowhere.
 *
 * @throws UserError `origin_refused`
 */
export function requireOwnOrigin(received: Received, settings: Settings): void {
  const origin = received.origin === null ? null : URL.parse(received.origin);
  if (origin !== null && origin.origin !== "null") {
    if (origin.origin === URL.parse(settings.baseUrl)?.origin) return;
    const same = [received.host, received.forwardedHost].some((host) => host === origin.host);
    if (same && (!settings.loopback || loopbackNames.test(origin.host))) return;
  }
  throw new UserError("origin_refused", "This request did not come from Patchbay's own pages.", {
    next: `Open Patchbay at ${settings.baseUrl} and try again.`,
  });
}
