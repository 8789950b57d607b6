import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type Json, type JsonObject } from "#lib/flow/json.ts";
import type { ExecuteContext } from "../contract.ts";
import { checkJsonText } from "../json-text.ts";
import { readTyped } from "../read-typed.ts";
import type { HookConfig } from "./config.ts";

/** How deep dots may nest a name. */
const deepest = 20;

/**
 * The data that a step's settings describe.
 *
 * @throws UserError `invalid_json`, `invalid_value`, `forbidden_key`, naming the field
 */
export async function mapData({
  config,
  offload,
}: Pick<ExecuteContext<HookConfig>, "config" | "offload">): Promise<Json> {
  if (config.dataAs === "json") {
    await checkJsonText(config.json, "The JSON to send", offload);
    return JSON.parse(config.json);
  }
  const data: JsonObject = {};
  for (const { name, value, type } of config.data) {
    if (name.trim() === "" && value === "") continue;
    if (name.trim() === "") {
      throw new UserError("invalid_value", "A field to send has a value but no name.");
    }
    put(data, name.trim(), readTyped(type, value, name.trim()));
  }
  return data;
}

/**
 * The data with one field more.
 *
 * @throws UserError `invalid_value` when the data has no fields
 */
export function withField(data: Json, name: string, value: Json): Json {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new UserError(
      "invalid_value",
      "To wait for a call back, the data must be a JSON object: the address is added to it.",
      { next: 'Put the data into an object, as in { "items": […] }.' },
    );
  }
  const copy = structuredClone(data);
  put(copy, name, value);
  return copy;
}

function put(data: JsonObject, name: string, value: Json): void {
  const path = name.split(".");
  if (path.length > deepest || path.some((part) => part === "")) {
    throw new UserError("invalid_value", `A field cannot be called “${name.slice(0, 60)}”.`, {
      next: "Put single dots between names, as in address.city.",
    });
  }
  let place = data;
  for (const [index, part] of path.entries()) {
    if (isForbiddenKey(part)) {
      throw new UserError("forbidden_key", `A field cannot be called “${part}”.`);
    }
    if (index === path.length - 1) {
      place[part] = value;
      return;
    }
    const next = place[part] ?? {};
    place[part] = next;
    if (typeof next !== "object" || next === null || Array.isArray(next)) {
      throw new UserError(
        "invalid_value",
        `“${name}” cannot stand inside “${path.slice(0, index + 1).join(".")}”, which has a value of its own.`,
        { next: "Rename one of the two fields." },
      );
    }
    place = next;
  }
}
