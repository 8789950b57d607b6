import type { Metadata } from "next";
import { SettingsTabs } from "#components/settings/settings-tabs.tsx";
import { VariablesPage } from "#components/settings/variables-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { changeVariable, createVariable, removeVariable } from "./actions.ts";

export const metadata: Metadata = { title: "Variables" };

export default async function Variables() {
  const actor = await pageActor("flows.read");
  const canManage = isPermitted(actor.role, "workspace.manage");
  return (
    <VariablesPage
      tabs={<SettingsTabs here="/settings/variables" canManage={canManage} />}
      variables={await services().variables.listWithUse(actor)}
      canManage={canManage}
      actions={{ create: createVariable, change: changeVariable, remove: removeVariable }}
    />
  );
}
