import type { Metadata } from "next";
import { ApiKeysPage } from "#components/api-keys/api-keys-page.tsx";
import { scopeNames, scopes } from "#lib/access/api-keys/scopes.ts";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { createKey, revokeKey } from "./actions.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeys() {
  const actor = await pageActor("keys.create");
  const { apiKeys, settings } = services();
  const offered = scopeNames
    .filter((scope) =>
      scopes[scope].permissions.every((permission) => isPermitted(actor.role, permission)),
    )
    .map((value) => ({ value, label: scopes[value].label, help: scopes[value].help }));
  return (
    <ApiKeysPage
      keys={await apiKeys.list(actor)}
      offered={offered}
      readerId={actor.userId}
      seesAll={isPermitted(actor.role, "keys.manage")}
      baseUrl={settings.baseUrl}
      actions={{ create: createKey, revoke: revokeKey }}
    />
  );
}
