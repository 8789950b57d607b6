import type { Metadata } from "next";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

export const metadata: Metadata = { title: "Account" };

const roleWords = {
  owner: "Owner: can do everything",
  admin: "Admin: manages connections and people",
  editor: "Editor: builds, tests and publishes flows",
  viewer: "Viewer: can look at everything",
};

export default async function AccountPage() {
  const actor = await pageActor("account.self");
  const { access } = services();
  const [account, sessions] = await Promise.all([access.account(actor), access.sessions(actor)]);
  const facts = [
    ["Name", account.name],
    ["E-mail", account.email],
    ["Workspace", account.workspace.name],
    ["Role", roleWords[account.role]],
  ];
  return (
    <>
      <PageHeader title="Account" actions={<SignOutButton />} />
      <div className="flex max-w-2xl flex-col gap-4">
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Profile</h2>
          <dl className="grid grid-cols-[7rem_1fr] gap-y-2">
            {facts.map(([term, value]) => (
              <div key={term} className="contents">
                <dt className="text-muted">{term}</dt>
                <dd className="min-w-0 break-words">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card className="p-5">
          <h2 className="mb-3 font-semibold text-lg">Change password</h2>
          <PasswordForm email={account.email} />
        </Card>
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
