import { UserError } from "#lib/errors/user-error.ts";

/** Fastify's own refusals of a request, in our words; undefined for anything else. */
export function fastifyRefusal(error: unknown): UserError | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new UserError("body_too_large", "The request is too large.", { cause: error });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new UserError("unsupported_media_type", "Send the request as application/json.", {
        cause: error,
      });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return new UserError("invalid_json", "The request's body is not valid JSON.", {
        cause: error,
      });
    default:
      return undefined;
  }
}
