import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { clip } from "./clip.ts";
import { parseJsonText } from "./json-text.ts";
import { recognise } from "./recognise.ts";
import type { ValueType } from "./value-types.ts";

/**
 * A resolved text as the kind of value its author chose.
 *
 * @throws UserError `invalid_value`, `invalid_json`, naming the variable
 */
export function readTyped(kind: ValueType, text: string, name: string): Json {
  switch (kind) {
    case "text":
      return text;
    case "number": {
      const value = text.trim() === "" ? Number.NaN : Number(text.trim());
      if (Number.isFinite(value)) return value;
      throw unfit(name, text, "a number", "Decimals begin with a dot, as in 12.5.");
    }
    case "boolean":
      if (/^\s*(true|yes|on|1)\s*$/i.test(text)) return true;
      if (/^\s*(false|no|off|0|)\s*$/i.test(text)) return false;
      throw unfit(name, text, "true or false", "Write true, false, yes or no.");
    case "json":
      return text.trim() === "" ? null : parseJsonText(text, `The value of “${name}”`);
    case "auto":
      return recognise(text);
  }
}

function unfit(name: string, text: string, kind: string, next: string): UserError {
  const shown = text.trim() === "" ? "is empty" : `is “${clip(text.trim(), 60)}”`;
  return new UserError("invalid_value", `The value of “${name}” ${shown}, which is not ${kind}.`, {
    next,
  });
}
