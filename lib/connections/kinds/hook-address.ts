import { headerNames, headerSecret } from "../header-secrets.ts";
import type { ConnectionValues } from "./kind.ts";

/** The field of further hooks, each with a name. */
export const furtherHooks = "hooks";

/** The address of a connection's hook: of the one with this name, or of its own. */
export function hookAddress({ secrets }: ConnectionValues, name = ""): string | undefined {
  return name === "" ? secrets.hookUrl : secrets[headerSecret(furtherHooks, name)];
}

/** Every address that a connection holds. */
export function hookAddresses(values: ConnectionValues): string[] {
  return ["", ...headerNames(values.settings[furtherHooks])].flatMap(
    (name) => hookAddress(values, name) || [],
  );
}
