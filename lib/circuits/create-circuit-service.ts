import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { circuitsChannel, findOpenCircuits } from "#lib/db/circuits/circuit-rows.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { closedByHand } from "./advance-circuit.ts";
import type { Circuit } from "./circuit.ts";
import type { Circuits } from "./circuits.ts";
import type { CircuitService } from "./contract.ts";

export type CircuitServiceDeps = {
  pool: Pool;
  prisma: PrismaClient;
  circuits: Pick<Circuits, "learn">;
};

/** Circuits as people see and close them. */
export function createCircuitService(deps: CircuitServiceDeps): CircuitService {
  const { pool, prisma, circuits } = deps;

  return {
    async list(actor) {
      requirePermission(actor, "connections.list");
      const open = await findOpenCircuits(pool, actor.workspaceId);
      const connections = await prisma.connection.findMany({
        where: {
          workspaceId: actor.workspaceId,
          deletedAt: null,
          id: { in: open.map(({ connectionId }) => connectionId) },
        },
        select: { id: true, name: true },
      });
      return open.flatMap(({ id, host, connectionId, state, failures, reason, ...at }) =>
        state === "closed"
          ? []
          : {
              ...{ id, host, state, failures, reason },
              connection: connections.find((each) => each.id === connectionId) ?? null,
              openedAt: (at.openedAt ?? new Date()).toISOString(),
              retryAt: at.retryAt?.toISOString() ?? null,
            },
      );
    },

    async close(actor, circuitId) {
      requirePermission(actor, "runs.operate");
      const { workspaceId } = actor;
      const closed = await prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM circuit_states WHERE id = ${circuitId} AND workspace_id = ${workspaceId} FOR UPDATE`;
        const row = await tx.circuitState.findFirst({ where: { id: circuitId, workspaceId } });
        if (row === null) throw new UserError("not_found", "This circuit does not exist any more.");
        if (row.state === "closed") return null;
        const { changedAt, ...before } = row;
        const after = closedByHand({
          ...before,
          state: row.state as Circuit["state"] /* written by ourselves */,
        });
        const saved = { ...after, version: before.version + 1 };
        await tx.circuitState.update({
          where: { id: circuitId, workspaceId },
          data: { ...saved, changedAt: new Date() },
        });
        await recordAudit(tx, actor, {
          action: "circuit.close",
          ...{ targetType: "circuit", targetId: circuitId, targetName: row.host },
          before: {
            state: row.state,
            failures: row.failures,
            openedAt: row.openedAt?.toISOString() ?? null,
          },
        });
        await tx.$executeRaw`SELECT pg_notify(${circuitsChannel}, ${JSON.stringify(saved)})`;
        return saved;
      });
      if (closed !== null) circuits.learn(closed);
    },
  };
}
