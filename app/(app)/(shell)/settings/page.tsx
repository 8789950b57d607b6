import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SettingsTabs } from "#components/settings/settings-tabs.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { DeleteWorkspace } from "./delete-workspace.tsx";
import { GeneralForm } from "./general-form.tsx";
import { LogoForm } from "./logo-form.tsx";
import { LookForm } from "./look-form.tsx";
import { SecurityForm } from "./security-form.tsx";
import { TextsForm } from "./texts-form.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await pageActor();
  // The part of the settings that is for everybody who builds.
  if (!isPermitted(actor.role, "workspace.manage")) redirect("/settings/variables");
  await pageActor("workspace.manage");
  const settings = await services().workspace.read(actor);
  return (
    <>
      <PageHeader title="Settings">For everybody who works in this workspace.</PageHeader>
      <SettingsTabs here="/settings" canManage />
      <div className="flex max-w-2xl flex-col gap-4">
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Workspace</h2>
          <GeneralForm settings={settings} />
        </Card>
        <Card className="p-5">
          <h2 className="mb-1 font-semibold text-lg">Look of the chats</h2>
          <p className="mb-3 text-muted text-sm">On public chat pages and in the widget.</p>
          <LookForm settings={settings} />
          <LogoForm logoPath={settings.logoPath} />
        </Card>
        <Card className="p-5">
          <h2 className="mb-1 font-semibold text-lg">Words of the chats</h2>
          <p className="mb-3 text-muted text-sm">What is empty stays as it comes with Patchbay.</p>
          <TextsForm texts={settings.texts} />
        </Card>
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Security</h2>
          <SecurityForm required={settings.requireSecondFactor} />
        </Card>
        {isPermitted(actor.role, "workspace.transfer") && (
          <Card className="p-5">
            <h2 className="mb-1 font-semibold text-lg">Delete this workspace</h2>
            <DeleteWorkspace name={settings.name} />
          </Card>
        )}
      </div>
    </>
  );
}
