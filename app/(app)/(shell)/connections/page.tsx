import type { Metadata } from "next";
import { ConnectionList } from "#components/connections/connection-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import {
  connectAccount,
  createConnection,
  disconnectAccount,
  duplicateConnection,
  removeConnection,
  restoreConnection,
  setConnectionProbing,
  testConnection,
  updateConnection,
} from "./actions.ts";
import { closeCircuit } from "./circuit-actions.ts";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const actor = await pageActor("connections.list");
  const { connections, flows, people } = services();
  const [initial, allFlows, members] = await Promise.all([
    connections.list(actor),
    flows.list(actor),
    people.members(actor),
  ]);
  return (
    <ConnectionList
      initial={initial}
      choices={{
        flows: allFlows
          .map(({ id, name }) => ({ id, name }))
          .sort((a, b) => a.name.localeCompare(b.name)),
        people: members
          .filter(
            ({ role }) =>
              isPermitted(role, "flows.edit") && !isPermitted(role, "connections.manage"),
          )
          .map(({ userId, name }) => ({ userId, name })),
      }}
      canManage={isPermitted(actor.role, "connections.manage")}
      canOperate={isPermitted(actor.role, "runs.operate")}
      actions={{
        create: createConnection,
        update: updateConnection,
        duplicate: duplicateConnection,
        test: testConnection,
        setProbing: setConnectionProbing,
        closeCircuit,
        remove: removeConnection,
        restore: restoreConnection,
        connect: connectAccount,
        disconnect: disconnectAccount,
      }}
      redirectAddress={services().oauth.redirectAddress}
    />
  );
}
