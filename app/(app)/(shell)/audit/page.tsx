import type { Metadata } from "next";
import { AuditPage } from "#components/audit/audit-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";
import {
  removeStream,
  renewStreamSecret,
  retryStream,
  setRetention,
  setStream,
} from "./actions.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function Audit() {
  const actor = await pageActor("audit.read");
  const { audit, connections } = services();
  const [people, settings, all] = await Promise.all([
    audit.actors(actor),
    audit.settings(actor),
    connections.list(actor),
  ]);
  return (
    <AuditPage
      people={people}
      settings={settings}
      connections={all.map(({ id, name }) => ({ id, name }))}
      actions={{ setRetention, setStream, renewStreamSecret, removeStream, retryStream }}
    />
  );
}
