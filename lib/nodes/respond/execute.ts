import type { Execute } from "../contract.ts";
import { checkJsonText } from "../json-text.ts";
import type { RespondConfig } from "./definition.ts";
import { readResponseHeaders } from "./response-headers.ts";

const contentTypes = {
  json: "application/json; charset=utf-8",
  text: "text/plain; charset=utf-8",
  none: undefined,
} as const;

/**
 * Answers the request that started the run; in a run that nobody waits for, the answer is dropped.
 *
 * @throws UserError `invalid_json`, `invalid_header`, `forbidden_key`
 */
export const execute: Execute<RespondConfig> = async ({ config, offload }) => {
  const headers = readResponseHeaders(config.headers);
  const body = bodyOf(config);
  if (config.bodyType === "json") await checkJsonText(body, "The JSON body", offload);
  const contentType = contentTypes[config.bodyType];
  if (contentType !== undefined) headers["content-type"] ??= contentType;
  return {
    kind: "done",
    output: { status: config.status, body },
    respond: { status: config.status, headers, body },
  };
};

function bodyOf(config: RespondConfig): string {
  if (config.bodyType === "none") return "";
  if (config.bodyType === "text") return config.bodyText;
  return config.bodyJson.trim() === "" ? "null" : config.bodyJson;
}
