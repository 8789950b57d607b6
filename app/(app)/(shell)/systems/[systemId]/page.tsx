import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SystemPage } from "#components/systems/system-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";
import { refreshSystem, removeSystem } from "../actions.ts";
import { readingConnections } from "../reading-connections.ts";

export const metadata: Metadata = { title: "System" };

export default async function OneSystem({ params }: { params: Promise<{ systemId: string }> }) {
  const actor = await pageActor("connections.list");
  const { systemId } = await params;
  const { systems } = services();
  const system = await systems.get(actor, systemId).catch((error: unknown) => {
    if (isPatchbayError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const canManage = isPermitted(actor.role, "connections.manage");
  return (
    <SystemPage
      system={system}
      operations={await systems.operations(actor, systemId)}
      connections={canManage ? await readingConnections(actor) : []}
      canManage={canManage}
      actions={{ refresh: refreshSystem, remove: removeSystem }}
    />
  );
}
