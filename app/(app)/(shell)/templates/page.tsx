import type { Metadata } from "next";
import { TemplateGallery } from "#components/templates/template-gallery.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { services } from "#lib/server/services.ts";
import { importTemplate } from "./actions.ts";

export const metadata: Metadata = { title: "Templates" };

export default async function TemplatesPage() {
  const actor = await pageActor("flows.read");
  return (
    <TemplateGallery
      templates={await services().templates.list(actor)}
      canEdit={isPermitted(actor.role, "flows.edit")}
      importTemplate={importTemplate}
    />
  );
}
