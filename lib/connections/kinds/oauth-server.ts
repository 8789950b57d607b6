import type { KindServer } from "./kind-server.ts";
import { filled } from "./parts.ts";
import { readTestAddress } from "./read-address.ts";

/** An OAuth access token, as a bearer token (RFC 6750). Without a test address, its account is asked for. */
export const server: KindServer = {
  authorise(request, connection) {
    request.headers.authorization = `Bearer ${filled(connection.secrets.accessToken, connection)}`;
  },
  test: readTestAddress,
};
