import { createPrivateKey } from "node:crypto";
import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { fetchToken } from "./fetch-token.ts";
import { readServiceAccount } from "./service-account.ts";

/** A short-lived token, fetched with a signed assertion (RFC 7523) and kept while it lasts. */
export const server: KindServer = {
  authorise(request, connection) {
    request.headers.authorization = `Bearer ${filled(connection.secrets.accessToken, connection)}`;
  },
  async prepare(connection, tools) {
    const accessToken = await fetchToken(connection, tools);
    return { ...connection, secrets: { ...connection.secrets, accessToken } };
  },
  check({ secrets }) {
    const account = readServiceAccount(secrets.keyFile ?? "");
    try {
      if (typeof account === "object") createPrivateKey(account.private_key);
      return [];
    } catch {
      const message = "The private key inside is damaged: paste the file as Google made it.";
      return [{ path: "keyFile", message }];
    }
  },
  async test(connection, tools) {
    tools.tokens.forget(connection.id);
    await fetchToken(connection, tools);
    const { account } = connection.settings;
    const message = `Google gave a token to ${account}. Share what it should see with that address.`;
    return { ok: true, message };
  },
};
