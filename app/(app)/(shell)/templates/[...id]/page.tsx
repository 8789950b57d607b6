import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TemplatePage } from "#components/templates/template-page.tsx";
import { TemplatePreview } from "#components/templates/template-preview.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";
import { createFromTemplate, exportTemplate, removeTemplate } from "../actions.ts";

type Props = { params: Promise<{ id: string[] }> };

export const metadata: Metadata = { title: "Template" };

export default async function OneTemplatePage({ params }: Props) {
  const actor = await pageActor("flows.read");
  const id = (await params).id.map(decodeURIComponent).join("/");
  const { templates, connections } = services();
  const [found, known] = await Promise.all([
    templates.get(actor, id).catch((error: unknown) => {
      if (isPatchbayError(error) && error.code === "not_found") notFound();
      throw error;
    }),
    connections.list(actor),
  ]);
  return (
    <TemplatePage
      template={found}
      preview={<TemplatePreview document={found.document} />}
      connections={known
        .filter(({ mayUse }) => mayUse)
        .map(({ id: connectionId, name, kind }) => ({ id: connectionId, name, kind }))}
      can={{
        edit: isPermitted(actor.role, "flows.edit"),
        remove: isPermitted(actor.role, "flows.delete") && found.source === "workspace",
        connect: isPermitted(actor.role, "connections.manage"),
      }}
      actions={{ createFromTemplate, exportTemplate, removeTemplate }}
    />
  );
}
