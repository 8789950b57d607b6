import { z } from "zod";
import { type Actor, role } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";

/** Who may put a connection into flows; without both lists, everybody who builds flows. */
export const connectionGrants = z.strictObject({
  roles: z.array(role).max(10).optional(),
  /** By their user id. */
  people: z.array(z.string().min(1).max(80)).max(500).optional(),
});
export type ConnectionGrants = z.infer<typeof connectionGrants>;

/** Whether somebody may put a connection into flows. Who manages connections always may. */
export function mayUse(actor: Pick<Actor, "role" | "userId">, grants: ConnectionGrants): boolean {
  if (isPermitted(actor.role, "connections.manage")) return true;
  if (grants.roles === undefined && grants.people === undefined) return true;
  return (
    grants.roles?.includes(actor.role) === true || grants.people?.includes(actor.userId) === true
  );
}
