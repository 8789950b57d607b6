import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "../contract.ts";

/**
 * The address of one of a connection's hooks: its own, or one that it has under a name.
 *
 * @throws UserError `connection_missing` when there is none
 */
export function hookUrl({ name, secrets }: ResolvedConnection, hook: string): string {
  const address = hook === "" ? secrets.hookUrl : secrets[`hooks.${hook.toLowerCase()}`];
  if (address !== undefined && address !== "") return address;
  throw new UserError(
    "connection_missing",
    hook === ""
      ? `The connection “${name}” has no hook address.`
      : `The connection “${name}” has no hook called “${hook.slice(0, 60)}”.`,
    { next: "Check the name in the step, or ask an administrator to add the hook." },
  );
}

/**
 * Refuses a hook of this Patchbay; `ownAddress` is any address of ours.
 *
 * @throws UserError `own_address`
 */
export function refuseOwn(address: string, ownAddress: string): void {
  const url = URL.parse(address);
  if (url === null || url.origin !== URL.parse(ownAddress)?.origin) return;
  if (!url.pathname.startsWith("/hooks/")) return;
  throw new UserError(
    "own_address",
    "This hook is an address of this Patchbay: a flow could call itself without end.",
    { next: "Use a Sub-flow step to start another flow." },
  );
}
