"use client";
import { useAddress } from "#components/address/use-address.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { AuditSettings } from "#lib/audit/contract.ts";
import type { AuditActions } from "./audit-actions.ts";
import { AuditList } from "./audit-list.tsx";
import { AuditSettingsForm } from "./audit-settings.tsx";
import { UsageList } from "./usage-list.tsx";

const view = { view: "log" };
const views = { view: ["log", "usage", "settings"] };

type Props = {
  people: { id: string; name: string }[];
  connections: { id: string; name: string }[];
  settings: AuditSettings;
  actions: AuditActions;
};

/** Who did what, what connections were used for, and how long both are kept. */
export function AuditPage({ people, connections, settings, actions }: Props) {
  const [address, change] = useAddress(view, views);
  return (
    <>
      <PageHeader title="Audit">
        Everything that somebody changed or looked up, and every use of a connection.
      </PageHeader>
      <Tabs
        label="Audit"
        value={address.view}
        onChange={(next) => change({ view: next })}
        flush
        panelClassName="pt-4"
        tabs={[
          { value: "log", label: "Log", content: <AuditList people={people} /> },
          {
            value: "usage",
            label: "Usage",
            content: <UsageList connections={connections} />,
          },
          {
            value: "settings",
            label: "Settings",
            content: <AuditSettingsForm settings={settings} actions={actions} />,
          },
        ]}
      />
    </>
  );
}
