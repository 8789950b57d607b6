import type { Metadata } from "next";
import { SystemList } from "#components/systems/system-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { importSystem } from "./actions.ts";

export const metadata: Metadata = { title: "Systems" };

export default async function SystemsPage() {
  const actor = await pageActor("connections.list");
  return (
    <SystemList
      systems={await services().systems.list(actor)}
      canManage={isPermitted(actor.role, "connections.manage")}
      importSystem={importSystem}
    />
  );
}
