import type { Metadata } from "next";
import { Editor } from "#components/editor/editor.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { createConnection } from "../../../(shell)/connections/actions.ts";
import { editorServer } from "../editor-server.ts";
import { loadFlow } from "../load-flow.ts";

type Props = { params: Promise<{ flowId: string }> };

export const metadata: Metadata = { title: "Editor" };

export default async function FlowPage({ params }: Props) {
  const { flowId } = await params;
  const actor = await pageActor("flows.read");
  const { runs, connections, variables, workspace, systems } = services();
  const flow = await loadFlow(flowId);
  const [known, latest, settings, shared, operations] = await Promise.all([
    connections.list(actor),
    runs.latestSteps(actor, flowId),
    workspace.read(actor),
    variables.list(actor),
    systems.currentOf(actor, flow.document),
  ]);
  return (
    <Editor
      key={flow.id}
      input={{
        flow,
        server: isPermitted(actor.role, "connections.manage")
          ? { ...editorServer, createConnection }
          : editorServer,
        canEdit: isPermitted(actor.role, "flows.edit"),
        connections: known.map(({ id, kind, name, limits, settings }) => ({
          id,
          kind,
          name,
          limits,
          settings,
        })),
        workspace: {
          timeZone: settings.timeZone,
          variables: shared.map(({ name, secret, value }) => ({ name, secret, value })),
          operations,
        },
        latestSteps: latest.steps,
      }}
    />
  );
}
