import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const account = await services().access.account(actor);
  return (
    <Shell workspace={account.workspace.name} person={account.name}>
      {children}
    </Shell>
  );
}
