"use client";
import { ArrowLeft, Download, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { TemplateDetail } from "#lib/templates/template.ts";
import { download } from "./download.ts";
import type { KnownConnection } from "./setup-fields.tsx";
import type { TemplateActions } from "./template-actions.ts";
import { TemplateSetup } from "./template-setup.tsx";
import { categoryWords, scopeWords } from "./template-words.ts";

type Props = {
  template: TemplateDetail;
  preview: ReactNode;
  connections: KnownConnection[];
  can: { edit: boolean; remove: boolean; connect: boolean };
  actions: TemplateActions;
};

/** One template: what it does, how it looks, and what it asks for. */
export function TemplatePage({ template, preview, connections, can, actions }: Props) {
  const router = useRouter();
  const [removing, setRemoving] = useState(false);
  const { name, summary, category, scope, savedBy, savedAt, version } = template;

  async function save() {
    const result = await actions.exportTemplate({ id: template.id });
    if (!result.ok) return toastError(result.error);
    download(`${result.value.name}.patchbay-template.json`, result.value.text);
  }

  async function remove() {
    const result = await actions.removeTemplate({ id: template.id });
    if (!result.ok) return toastError(result.error);
    toast({ title: `“${name}” was deleted.`, detail: "Flows that were made from it stay." });
    router.push("/templates");
  }

  return (
    <>
      <Link
        href="/templates"
        className="mb-2 inline-flex items-center gap-1.5 text-muted text-sm hover:text-text"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        All templates
      </Link>
      <PageHeader
        title={name}
        actions={
          <>
            <Button icon={<Download className="size-4" />} onClick={() => void save()}>
              Download
            </Button>
            {can.remove && (
              <Button icon={<Trash2 className="size-4" />} onClick={() => setRemoving(true)}>
                Delete
              </Button>
            )}
          </>
        }
      >
        {summary}
      </PageHeader>
      <p className="-mt-2 mb-4 flex flex-wrap items-center gap-1.5 text-muted text-sm">
        <Badge>{categoryWords[category]}</Badge>
        <Badge>{scopeWords[scope]}</Badge>
        <span>Version {version}</span>
        {savedAt !== null && (
          <span>
            · saved by {savedBy || "somebody"}, <TimeAgo at={savedAt} />
          </span>
        )}
      </p>
      <div className="flex flex-col gap-5">
        {preview}
        <div className="max-w-xl">
          {scope === "flow" ? (
            can.edit ? (
              <TemplateSetup
                template={template}
                connections={connections}
                canConnect={can.connect}
                create={actions.createFromTemplate}
              />
            ) : (
              <Callout tone="info" title="Only editors make flows.">
                Ask an admin of the workspace for that role.
              </Callout>
            )
          ) : (
            <Callout tone="info" title="These steps go into a flow.">
              Open a flow, press “Templates” below the list of steps, and pick this one.
            </Callout>
          )}
        </div>
      </div>
      {removing && (
        <ConfirmDialog
          open
          onOpenChange={setRemoving}
          title={`Delete “${name}”?`}
          confirmLabel="Delete"
          danger
          onConfirm={remove}
        >
          Flows that were made from it stay as they are. Download it first if you may want it back.
        </ConfirmDialog>
      )}
    </>
  );
}
