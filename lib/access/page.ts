import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { services } from "#lib/server/services.ts";
import type { Actor } from "./contract.ts";
import { ownPath } from "./own-path.ts";
import { isPermitted, type Permission } from "./permissions.ts";
import { requestActor } from "./request-actor.ts";

/**
 * The one way in for pages: sends a first visitor to the set-up, somebody signed out to the sign-in
 * page and back afterwards, somebody who owes a
 * second factor to their account, and somebody without the permission to a page that says so.
 */
export async function pageActor(permission: Permission = "account.self"): Promise<Actor> {
  const actor = await requestActor();
  const path = ownPath((await headers()).get("x-patchbay-path"));
  if (actor === null) {
    if (await services().access.needsSetup()) redirect("/setup");
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  if (actor.secondFactorDue && permission !== "account.self") redirect("/account#second-factor");
  if (!isPermitted(actor.role, permission)) redirect(`/no-access?page=${encodeURIComponent(path)}`);
  return actor;
}
