import type { Pool } from "pg";
import type { Actor } from "#lib/access/contract.ts";

/** Who asks for flows; without a role, somebody whom no flow is closed to. */
export type Grantee = { role: string | null; person: string };

/** Owners and admins work on every flow: no flow is closed to them. */
export function granteeOf({ role, userId }: Pick<Actor, "role" | "userId">): Grantee {
  return { role: role === "owner" || role === "admin" ? null : role, person: userId };
}

/**
 * SQL for whether somebody may work on the flow of this alias; the parameters are a grantee's role and
 * person. What belongs to no flow any more is open.
 */
export function granted(flow: string, role: string, person: string): string {
  return `(${role}::text IS NULL OR NOT coalesce(${flow}.limited, false)
    OR ${role}::text = ANY (${flow}.granted_roles) OR ${person}::text = ANY (${flow}.granted_people))`;
}

/** Whether somebody may work on a flow of their workspace. */
export async function mayWorkOn(
  pool: Pick<Pool, "query">,
  actor: Pick<Actor, "role" | "userId" | "workspaceId">,
  flowId: string,
): Promise<boolean> {
  const { role } = granteeOf(actor);
  return role === null || (await isFlowOf(pool, actor, flowId));
}

/** Whether a flow of the workspace is there for somebody; a deleted one that can be restored still is. */
export async function isFlowOf(
  pool: Pick<Pool, "query">,
  actor: Pick<Actor, "role" | "userId" | "workspaceId">,
  flowId: string,
): Promise<boolean> {
  const { role, person } = granteeOf(actor);
  const { rowCount } = await pool.query({
    name: "flows_is_of",
    text: `SELECT 1 FROM flows f WHERE f.id = $1 AND f.workspace_id = $2 AND ${granted("f", "$3", "$4")}`,
    values: [flowId, actor.workspaceId, role, person],
  });
  return rowCount === 1;
}
