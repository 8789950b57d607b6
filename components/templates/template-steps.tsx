"use client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useEditorActions, useEditorServer } from "#components/editor/store/editor-context.tsx";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { TemplateDetail } from "#lib/templates/template.ts";
import { firstValues, type KnownConnection, SetupFields } from "./setup-fields.tsx";
import { TemplatePreview } from "./template-preview.tsx";
import { errorsOf } from "./template-setup.tsx";
import { useUsableConnections } from "./use-usable-connections.ts";

/** A template of steps, what it asks for, and the way into the flow that is open. */
export function TemplateSteps({ id, onInserted }: { id: string; onInserted: () => void }) {
  const template = useQuery({
    queryKey: ["template", id],
    queryFn: ({ signal }) =>
      fetchJson<TemplateDetail>(`/api/ui/template?id=${encodeURIComponent(id)}`, signal),
  });
  const connections = useUsableConnections();
  const error = template.error ?? connections.error;
  if (error) return <Callout tone="bad" role="alert" title={error.message} />;
  if (!template.data || !connections.data) return <Skeleton className="mb-4 h-48" />;
  return <Setup template={template.data} connections={connections.data} onInserted={onInserted} />;
}

type SetupProps = {
  template: TemplateDetail;
  connections: readonly KnownConnection[];
  onInserted: () => void;
};

function Setup({ template, connections, onInserted }: SetupProps) {
  const server = useEditorServer();
  const { paste } = useEditorActions();
  const [values, setValues] = useState(() => firstValues(template, connections));
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const errors = errorsOf(failure);

  async function insert(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await server.fillSteps({ id: template.id, values });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    paste(result.value.clip);
    onInserted();
  }

  return (
    <form noValidate className="flex flex-col gap-4 pb-4" onSubmit={insert}>
      <TemplatePreview document={template.document} />
      <SetupFields
        template={template}
        connections={connections}
        values={values}
        errors={errors}
        canConnect={false}
        onChange={(next) => {
          setValues(next);
          setFailure(undefined);
        }}
      />
      {failure !== undefined && Object.keys(errors).length === 0 && (
        <Callout tone="bad" role="alert" title={failure.message}>
          {failure.next}
        </Callout>
      )}
      <div className="flex justify-end">
        <Button variant="primary" type="submit" pending={pending}>
          Put into the flow
        </Button>
      </div>
    </form>
  );
}
