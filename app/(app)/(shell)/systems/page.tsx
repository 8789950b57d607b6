import type { Metadata } from "next";
import { SystemList } from "#components/systems/system-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { importSystem } from "./actions.ts";
import { readingConnections } from "./reading-connections.ts";

export const metadata: Metadata = { title: "Systems" };

export default async function SystemsPage() {
  const actor = await pageActor("connections.list");
  const canManage = isPermitted(actor.role, "connections.manage");
  return (
    <SystemList
      systems={await services().systems.list(actor)}
      connections={canManage ? await readingConnections(actor) : []}
      canManage={canManage}
      importSystem={importSystem}
    />
  );
}
