import type { KindServer } from "../kind-server.ts";
import { text } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";

/** `Authorization: Basic <base64>` (RFC 7617), in UTF-8. */
export const server: KindServer = {
  authorise(request, { settings, secrets }) {
    const pair = `${text(settings.username)}:${secrets.password ?? ""}`;
    request.headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  },
  test: readTestAddress,
};
