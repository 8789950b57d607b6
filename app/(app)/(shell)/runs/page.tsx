import type { Metadata } from "next";
import { RunList } from "#components/runs/run-list.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { cancelRun, rerun } from "./actions.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage() {
  const actor = await pageActor("runs.read");
  return (
    <RunList
      canStart={isPermitted(actor.role, "runs.start")}
      canCancel={isPermitted(actor.role, "runs.cancel")}
      actions={{ rerun, cancel: cancelRun }}
    />
  );
}
