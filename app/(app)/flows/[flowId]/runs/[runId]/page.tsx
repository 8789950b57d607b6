import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Editor } from "#components/editor/editor.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";
import { editorServer } from "../../editor-server.ts";
import { loadFlow } from "../../load-flow.ts";

type Props = { params: Promise<{ flowId: string; runId: string }> };

export const metadata: Metadata = { title: "Run" };

/** A past run, on the flow as it was when it ran. */
export default async function RunPage({ params }: Props) {
  const { flowId, runId } = await params;
  const actor = await pageActor("runs.read");
  const { flow, document, ...run } = await load().catch((error: unknown) => {
    if (isPatchbayError(error) && ["not_found", "run_not_found"].includes(error.code)) notFound();
    throw error;
  });
  return (
    <Editor
      key={runId}
      input={{
        flow: { ...flow, document },
        server: editorServer,
        canEdit: false,
        connections: [],
        latestSteps: run.steps,
        run: {
          ...run,
          // A conversation cannot be had again: its visitor has moved on.
          mayRepeat: isPermitted(actor.role, "runs.start") && run.run.conversationId === null,
        },
      }}
    />
  );

  async function load() {
    const { flows, runs } = services();
    const [found, view] = await Promise.all([loadFlow(flowId), runs.get(actor, runId)]);
    if (view.run.flowId !== flowId) notFound();
    const asItWas = await flows.snapshot(actor, view.run.documentHash);
    return { flow: found, document: asItWas, ...view };
  }
}
