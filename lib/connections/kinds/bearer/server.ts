import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";

/** `Authorization: Bearer <token>` (RFC 6750). */
export const server: KindServer = {
  authorise(request, connection) {
    request.headers.authorization = `Bearer ${filled(connection.secrets.token, connection)}`;
  },
  test: readTestAddress,
};
