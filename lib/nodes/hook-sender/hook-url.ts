import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "../contract.ts";

/**
 * The address of one of a connection's hooks: its own, or one that it has under a name.
 *
 * @throws UserError `connection_missing` when there is none, `own_address` when it is one of our own:
 *   `ownAddress` is any address of this Patchbay
 */
export function hookUrl(
  { name, secrets }: ResolvedConnection,
  hook: string,
  ownAddress: string,
): string {
  const address = hook === "" ? secrets.hookUrl : secrets[`hooks.${hook.toLowerCase()}`];
  if (address === undefined || address === "") {
    throw new UserError(
      "connection_missing",
      hook === ""
        ? `The connection “${name}” has no hook address.`
        : `The connection “${name}” has no hook called “${hook.slice(0, 60)}”.`,
      { next: "Check the name in the step, or ask an administrator to add the hook." },
    );
  }
  const url = URL.parse(address);
  if (
    url !== null &&
    url.origin === URL.parse(ownAddress)?.origin &&
    /^\/hooks\//.test(url.pathname)
  ) {
    throw new UserError(
      "own_address",
      "This hook is an address of this Patchbay: a flow could call itself without end.",
      { next: "Use a Sub-flow step to start another flow." },
    );
  }
  return address;
}
