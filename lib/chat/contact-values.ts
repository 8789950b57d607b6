import { mostRemembered } from "#lib/db/chat/contacts.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type JsonObject } from "#lib/flow/json.ts";
import { storableText } from "#lib/words/storable.ts";
import { longestRemembered } from "./longest-remembered.ts";

/** The same rule as for variables, since both are used in templates. */
const validName = /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/;
/** What the chat itself says of a contact. */
const ownNames = new Set(["id", "channel", "firstSeenAt", "openedBy", "remembered"]);

/**
 * What can be remembered of a contact, as it is stored.
 *
 * @throws UserError `forbidden_key`, and `invalid_value` for names and values that do not fit
 */
export function contactValues(values: JsonObject): JsonObject {
  const stored: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    checkName(name);
    stored[name] = checkValue(name, value);
  }
  return stored;
}

/** For more than what fits. */
export function tooMuchRemembered(): UserError {
  return new UserError(
    "invalid_value",
    `No more than ${mostRemembered} values are remembered for one contact.`,
    { next: "Reuse the names that are remembered already." },
  );
}

function checkName(name: string): void {
  if (isForbiddenKey(name) || ownNames.has(name)) {
    throw new UserError("forbidden_key", `Nothing can be remembered as “${name}”.`, {
      next: "Choose another name: this one is the contact's own.",
    });
  }
  if (validName.test(name)) return;
  throw new UserError("invalid_value", "What is remembered needs a name of letters and digits.", {
    next: "Use letters, digits and underscores, beginning with a letter, at most 40.",
  });
}

function checkValue(name: string, value: JsonObject[string] | undefined): JsonObject[string] {
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value !== "string") {
    throw new UserError("invalid_value", `“${name}” is no text, number, or true or false.`, {
      next: "Remember its parts by themselves, or as text.",
    });
  }
  if (value.length > longestRemembered) {
    throw new UserError(
      "invalid_value",
      `“${name}” has ${value.length.toLocaleString("en")} characters; ${longestRemembered.toLocaleString("en")} are remembered at most.`,
      { next: "Shorten it first." },
    );
  }
  return storableText(value);
}
