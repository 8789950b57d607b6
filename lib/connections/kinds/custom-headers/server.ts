import { headerNames, headerSecret } from "../../header-secrets.ts";
import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";

/** Every header with its value; all of them count as secret. */
export const server: KindServer = {
  authorise(request, connection) {
    const names = headerNames(connection.settings.headers);
    if (names.length === 0) filled("", connection);
    request.secretHeaders = names.map((name) => name.toLowerCase());
    for (const name of names) {
      const value = connection.secrets[headerSecret("headers", name)];
      request.headers[name.toLowerCase()] = filled(value, connection);
    }
  },
  test: readTestAddress,
};
