import { UserError } from "#lib/errors/user-error.ts";
import { isBodySource } from "#lib/http/body.ts";
import type { KindServer } from "../kind-server.ts";
import { filled } from "../parts.ts";
import { sign, verify } from "./sign.ts";

/** A header with the digest of exactly the body that is sent. */
export const server: KindServer = {
  authorise(request, connection) {
    filled(connection.secrets.secret, connection);
    const name = filled(connection.settings.headerName, connection).toLowerCase();
    const { body = "" } = request;
    if (isBodySource(body)) {
      throw new UserError(
        "invalid_config",
        `“${connection.name}” signs the whole body, and files are sent piece by piece.`,
        { next: "Send text or JSON with this connection, for example the file's address." },
      );
    }
    request.headers[name] = sign(connection, body);
    request.secretHeaders = [name];
  },
  async test(connection) {
    const signature = sign(connection, "a sample");
    const works =
      verify(connection, "a sample", signature) && !verify(connection, "a samplf", signature);
    const { headerName } = connection.settings;
    return works
      ? {
          ok: true,
          message: `Signing and checking work. Signatures go into ${headerName}; whether the other side has the same secret shows with the first request.`,
        }
      : { ok: false, message: "Signing does not work with these settings." };
  },
};
