import { withParameters } from "#lib/http/url-parameters.ts";
import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";

/** The key as a parameter of the address. */
export const server: KindServer = {
  authorise(request, connection) {
    const name = filled(connection.settings.paramName, connection);
    const value = filled(connection.secrets.value, connection);
    request.url = withParameters(request.url, [[name, value]]);
    request.secretQuery = [name];
  },
  test: readTestAddress,
};
