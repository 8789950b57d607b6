import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { KindServer, KindTools } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { callWith, explainStatus } from "../read-address.ts";

const whoAmI =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>';
const maxHops = 5;

/** User name and password; the test asks the server who we are (RFC 5397). */
export const server: KindServer = {
  authorise(request, connection) {
    const pair = `${filled(connection.settings.username, connection)}:${filled(connection.secrets.password, connection)}`;
    request.headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  },
  async test(connection, tools) {
    const address = filled(connection.settings.serverUrl, connection);
    const { host } = new URL(address);
    let response = await askPrincipal(connection, tools, address);
    if (response.status === 404 || response.status === 405) {
      // RFC 6764, section 5: where a server says its calendars are.
      const wellKnown = new URL("/.well-known/caldav", address).href;
      response = await askPrincipal(connection, tools, wellKnown);
    }
    if (response.status === 401) {
      const message = `${host} refused user name or password. iCloud, Fastmail and accounts with two-step sign-in want an app password.`;
      return { ok: false, message };
    }
    if (response.status !== 207) {
      const message =
        response.status < 400 || response.status === 404 || response.status === 405
          ? `${host} answered (status ${response.status}), but is no calendar server at this address.`
          : explainStatus(response.status, host);
      return { ok: false, message };
    }
    const body = Buffer.from(response.body).toString("utf8");
    const known = /<(?:[\w-]+:)?current-user-principal[^>]*>\s*<(?:[\w-]+:)?href\b/i.test(body);
    return known
      ? { ok: true, message: `${host} accepted user name and password.` }
      : {
          ok: false,
          message: `${host} answered, but does not know who is asking. Check user name and password.`,
        };
  },
};

/** A redirect keeps the method here, as CalDAV clients have to, and each hop may get the password. */
async function askPrincipal(
  connection: ResolvedConnection,
  tools: KindTools,
  address: string,
): Promise<HttpResponse> {
  let url = address;
  for (let hop = 0; hop <= maxHops; hop++) {
    const response = await callWith(connection, tools, {
      method: "PROPFIND",
      url,
      headers: { depth: "0", "content-type": "application/xml; charset=utf-8", accept: "*/*" },
      body: whoAmI,
      followRedirects: false,
    });
    const { location } = response.headers;
    if (response.status < 300 || response.status >= 400 || location === undefined) return response;
    const next = URL.parse(location, url);
    if (next === null) return response;
    url = next.href;
  }
  throw new UserError("too_many_redirects", "The server redirects in a circle.");
}
