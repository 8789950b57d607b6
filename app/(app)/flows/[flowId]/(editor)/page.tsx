import type { Metadata } from "next";
import { Editor } from "#components/editor/editor.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { editorServer } from "../editor-server.ts";
import { loadFlow } from "../load-flow.ts";

type Props = { params: Promise<{ flowId: string }> };

export const metadata: Metadata = { title: "Editor" };

export default async function FlowPage({ params }: Props) {
  const { flowId } = await params;
  const actor = await pageActor("flows.read");
  const { runs, connections } = services();
  const flow = await loadFlow(flowId);
  const [known, latest] = await Promise.all([
    connections.list(actor),
    runs.latestSteps(actor, flowId),
  ]);
  return (
    <Editor
      key={flow.id}
      input={{
        flow,
        server: editorServer,
        canEdit: isPermitted(actor.role, "flows.edit"),
        connections: known.map(({ id, kind, name, limits }) => ({ id, kind, name, limits })),
        latestSteps: latest.steps,
      }}
    />
  );
}
