import type { KindServer } from "../kind-server.ts";
import { text } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";
import { checkPair, readCertificate } from "./check-pair.ts";

/** The certificate goes into the TLS handshake; a token, if there is one, into its header. */
export const server: KindServer = {
  authorise(request, { settings, secrets }) {
    request.clientCertificate = {
      certificate: text(settings.certificate),
      privateKey: secrets.privateKey ?? "",
      ...(secrets.passphrase && { passphrase: secrets.passphrase }),
      ...(text(settings.authority) !== "" && { authority: text(settings.authority) }),
    };
    if (secrets.token) request.headers.authorization = `Bearer ${secrets.token}`;
  },
  check: checkPair,
  expiresAt: ({ settings }) => readCertificate(text(settings.certificate))?.validToDate ?? null,
  async test(connection, tools) {
    const { settings, secrets } = connection;
    const [misfit] = checkPair({ settings, secrets });
    if (misfit !== undefined) return { ok: false, message: misfit.message };
    const own = readCertificate(text(settings.certificate));
    const now = tools.now();
    if (own !== undefined && (own.validToDate < now || own.validFromDate > now)) {
      const ended = own.validToDate < now;
      const day = (ended ? own.validToDate : own.validFromDate).toISOString().slice(0, 10);
      const message = ended
        ? `The certificate ended on ${day}. Ask whoever issued it for a new one.`
        : `The certificate is valid only from ${day} on.`;
      return { ok: false, message };
    }
    if (text(settings.testUrl) !== "") return await readTestAddress(connection, tools);
    const until = own?.validToDate.toISOString().slice(0, 10);
    return {
      ok: true,
      message: `Certificate and key belong together; valid until ${until}. With a test address, “Test” also asks the other side.`,
    };
  },
};
