import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type JsonObject } from "#lib/flow/json.ts";
import { clip } from "../clip.ts";
import type { Execute } from "../contract.ts";
import type { SetVariablesConfig } from "./definition.ts";
import { readTyped } from "./read-typed.ts";

/**
 * Writes variables; the same values are its output.
 *
 * @throws UserError `forbidden_key`, `invalid_value` (a name or a value that does not fit its kind),
 *   `invalid_json`
 */
export const execute: Execute<SetVariablesConfig> = async ({ config }) => {
  const values: JsonObject = {};
  for (const entry of config.variables) {
    const name = entry.name.trim();
    checkName(name);
    values[name] = readTyped(entry.type, entry.value, name);
  }
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
