import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { takeBrowserToken } from "#lib/access/external/browser-token.ts";
import { keepTicket } from "#lib/access/external/ticket-cookie.ts";
import { requestCaller } from "#lib/access/request-actor.ts";
import { startCookieSession } from "#lib/access/start-cookie-session.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";

/** Where sign-in providers send people back to. It leads to our own pages only. */
export async function GET(request: NextRequest): Promise<Response> {
  const { externalSignIn, settings } = services();
  const parameters: { [name: string]: string } = {};
  for (const [name, value] of request.nextUrl.searchParams) {
    if (value.length <= 8_000) parameters[name] = value;
  }
  try {
    const browserToken = takeBrowserToken(await cookies());
    const outcome = await externalSignIn.finish(
      { parameters, browserToken },
      await requestCaller(),
    );
    if (!outcome.ok) return seeOther(`/sign-in?refused=${outcome.reason}`);
    if ("ticket" in outcome) {
      keepTicket(await cookies(), outcome.ticket);
      return seeOther(`/sign-in?step=code&next=${encodeURIComponent(outcome.next)}`);
    }
    await startCookieSession(outcome.sessionId);
    return seeOther(outcome.next);
  } catch (error) {
    if (!isPatchbayError(error)) settings.report(error);
    return seeOther("/sign-in?refused=failed");
  }
}

function seeOther(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "no-store" },
  });
}
