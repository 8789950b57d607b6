import type { Metadata } from "next";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import { SessionList } from "./session-list.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import { WorkspaceList } from "./workspace-list.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await pageActor("account.self");
  const { access, people, secondFactors } = services();
  const [account, sessions, workspaces, secondFactor] = await Promise.all([
    access.account(actor),
    access.sessions(actor),
    people.workspaces(actor),
    secondFactors.state(actor),
  ]);
  return (
    <>
      <PageHeader title="Account" actions={<SignOutButton />} />
      <div className="flex max-w-2xl flex-col gap-4">
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Profile</h2>
          <NameForm name={account.name} />
          <p className="mt-3 text-muted text-sm">
            You sign in as <span className="break-all text-text">{account.email}</span>.
          </p>
        </Card>
        <Card className="p-5">
          <h2 className="mb-1 font-semibold text-lg">Workspaces</h2>
          <WorkspaceList
            workspaces={workspaces}
            canCreate={isPermitted(actor.role, "workspace.create")}
          />
        </Card>
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Change password</h2>
          <PasswordForm email={account.email} />
        </Card>
        <SecondFactorCard state={secondFactor} due={actor.secondFactorDue === true} />
        <Card className="p-5">
          <h2 className="font-semibold text-lg">Where you are signed in</h2>
          <p className="mb-3 text-muted text-sm">
            End what you do not recognise, then change your password.
          </p>
          <SessionList sessions={sessions} />
        </Card>
      </div>
    </>
  );
}
