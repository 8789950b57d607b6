import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type JsonObject } from "#lib/flow/json.ts";
import { chatOf } from "../chat-of.ts";
import { clip } from "../clip.ts";
import type { Execute } from "../contract.ts";
import { readTyped } from "../read-typed.ts";
import type { SetVariablesConfig } from "./definition.ts";

/**
 * Writes variables; the same values are its output. Those to be remembered are saved with the
 * conversation's contact.
 *
 * @throws UserError `forbidden_key`, `invalid_value` (a name or a value that does not fit its kind, or
 *   that cannot be remembered), `invalid_json`, `conversation_not_found` (nobody to remember it of)
 */
export const execute: Execute<SetVariablesConfig> = async (context) => {
  const values: JsonObject = {};
  const remembered: JsonObject = {};
  for (const entry of context.config.variables) {
    const name = entry.name.trim();
    checkName(name);
    const value = readTyped(entry.type, entry.value, name);
    values[name] = value;
    if (entry.remember) remembered[name] = value;
  }
  if (Object.keys(remembered).length > 0) await chatOf(context).remember(remembered);
  return { kind: "done", output: values, vars: values };
};

/** The same rule as `variableName` of documents, without a schema run on each step. */
const validName = /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/;

function checkName(name: string): void {
  if (isForbiddenKey(name)) {
    throw new UserError("forbidden_key", `A variable cannot be called “${name}”.`, {
      next: "Choose another name.",
    });
  }
  if (validName.test(name)) return;
  throw new UserError(
    "invalid_value",
    name === "" ? "A variable has no name." : `A variable cannot be called “${clip(name, 40)}”.`,
    { next: "Use letters, digits and underscores, beginning with a letter." },
  );
}
