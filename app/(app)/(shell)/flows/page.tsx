import type { Metadata } from "next";
import { FlowList } from "#components/flows/flow-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import {
  createFlow,
  duplicateFlow,
  organiseFlow,
  removeFlow,
  renameFlow,
  restoreFlow,
} from "./actions.ts";

export const metadata: Metadata = { title: "Flows" };

export default async function FlowsPage() {
  const actor = await pageActor("flows.read");
  return (
    <FlowList
      initial={await services().flows.list(actor)}
      canEdit={isPermitted(actor.role, "flows.edit")}
      actions={{
        create: createFlow,
        rename: renameFlow,
        organise: organiseFlow,
        duplicate: duplicateFlow,
        remove: removeFlow,
        restore: restoreFlow,
      }}
    />
  );
}
