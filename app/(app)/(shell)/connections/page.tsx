import type { Metadata } from "next";
import { ConnectionList } from "#components/connections/connection-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import {
  createConnection,
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
  return (
    <ConnectionList
      initial={await services().connections.list(actor)}
      canManage={isPermitted(actor.role, "connections.manage")}
      canOperate={isPermitted(actor.role, "runs.operate")}
      actions={{
        create: createConnection,
        update: updateConnection,
        test: testConnection,
        setProbing: setConnectionProbing,
        closeCircuit,
        remove: removeConnection,
        restore: restoreConnection,
      }}
    />
  );
}
