import type { Metadata } from "next";
import { QueueBoard } from "#components/queue/queue-board.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { closeCircuit } from "../connections/circuit-actions.ts";
import { cancelFlow, dismiss, pauseRuns, redrive, resumeRuns, setLimits } from "./actions.ts";

export const metadata: Metadata = { title: "Queue" };

export default async function QueuePage() {
  const actor = await pageActor("runs.read");
  return (
    <QueueBoard
      initial={await services().operations.snapshot(actor)}
      canOperate={isPermitted(actor.role, "runs.operate")}
      canSetLimits={isPermitted(actor.role, "workspace.manage")}
      actions={{
        pause: pauseRuns,
        resume: resumeRuns,
        setLimits,
        closeCircuit,
        cancelFlow,
        redrive,
        dismiss,
      }}
    />
  );
}
