import type { Metadata } from "next";
import { ConnectionList } from "#components/connections/connection-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import {
  connectAccount,
  createConnection,
  disconnectAccount,
  removeConnection,
  restoreConnection,
  testConnection,
  updateConnection,
} from "./actions.ts";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const actor = await pageActor("connections.list");
  return (
    <ConnectionList
      initial={await services().connections.list(actor)}
      canManage={isPermitted(actor.role, "connections.manage")}
      actions={{
        create: createConnection,
        update: updateConnection,
        test: testConnection,
        remove: removeConnection,
        restore: restoreConnection,
        connect: connectAccount,
        disconnect: disconnectAccount,
      }}
      redirectAddress={services().oauth.redirectAddress}
    />
  );
}
