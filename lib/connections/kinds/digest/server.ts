import { randomBytes } from "node:crypto";
import type { KindServer } from "../kind-server.ts";
import { text } from "../parts.ts";
import { readTestAddress } from "../read-address.ts";
import { answerDigest, readChallenge } from "./answer-digest.ts";

/** `Authorization: Digest …` (RFC 7616), once the other side has asked for it. */
export const server: KindServer = {
  authorise: () => undefined,
  answerChallenge(request, response, { settings, secrets }) {
    const challenge = readChallenge(response.headers["www-authenticate"] ?? "");
    const url = URL.parse(request.url);
    if (challenge === undefined || url === null) return false;
    request.headers.authorization = answerDigest(challenge, {
      username: text(settings.username),
      password: secrets.password ?? "",
      method: request.method.toUpperCase(),
      uri: url.pathname + url.search,
      cnonce: randomBytes(16).toString("base64url"),
      count: 1,
    });
    return true;
  },
  test: readTestAddress,
};
