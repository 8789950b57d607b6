import type { ReactNode } from "react";
import { PausedNotice } from "#components/shell/paused-notice.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { WorkspaceSwitcher } from "#components/shell/workspace-switcher.tsx";
import { LocaleProvider } from "#components/ui/locale.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";
import { switchWorkspace } from "./account/actions.ts";

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const { access, people, alerts, operations, workspace } = services();
  const [account, workspaces, concerns, { locale }, paused] = await Promise.all([
    access.account(actor),
    people.workspaces(actor),
    alerts.concerns(actor),
    workspace.read(actor),
    operations.paused(actor),
  ]);
  return (
    <Shell
      workspace={account.workspace.name}
      person={account.name}
      concerns={concerns}
      role={actor.role}
      switcher={
        workspaces.length > 1 && (
          <WorkspaceSwitcher workspaces={workspaces} switchTo={switchWorkspace} />
        )
      }
    >
      <LocaleProvider locale={locale}>
        {paused !== null && <PausedNotice {...paused} />}
        {children}
      </LocaleProvider>
    </Shell>
  );
}
