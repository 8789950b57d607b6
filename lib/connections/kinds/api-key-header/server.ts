import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";

/** The key in a header of the provider's choosing. */
export const server: KindServer = {
  authorise(request, connection) {
    const name = filled(connection.settings.headerName, connection).toLowerCase();
    request.headers[name] = filled(connection.secrets.value, connection);
    request.secretHeaders = [name];
  },
  test: readTestAddress,
};
