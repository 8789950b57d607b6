"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { TemplateDetail } from "#lib/templates/template.ts";
import { firstValues, type KnownConnection, SetupFields } from "./setup-fields.tsx";
import type { TemplateActions } from "./template-actions.ts";
import { useUsableConnections } from "./use-usable-connections.ts";

type Props = {
  template: TemplateDetail;
  connections: readonly KnownConnection[];
  canConnect: boolean;
  create: TemplateActions["createFromTemplate"];
};

/** Asks for what the template needs, and makes a flow of it: a draft, which its editor then opens. */
export function TemplateSetup({ template, connections: given, canConnect, create }: Props) {
  const router = useRouter();
  const [name, setName] = useState(template.name);
  const { data: connections = given } = useUsableConnections();
  const [values, setValues] = useState(() => firstValues(template, given));
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();
  const errors = errorsOf(failure);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await create({ id: template.id, name, folder: "", values });
    if (result.ok) return router.push(`/flows/${result.value.flowId}`);
    setFailure(result.error);
    setPending(false);
  }

  return (
    <Card className="p-4">
      <h2 className="mb-3 font-semibold text-lg">Set it up</h2>
      <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
        <FormField label="Name of the flow" error={errors.name} required>
          <TextInput
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
        <SetupFields
          template={template}
          connections={connections}
          values={values}
          errors={errors}
          canConnect={canConnect}
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
        <Button variant="primary" type="submit" pending={pending}>
          Create the flow
        </Button>
        <p className="text-muted text-xs">
          It starts as a draft: nothing runs before you test or publish it.
        </p>
      </form>
    </Card>
  );
}

/** What is wrong with each field, by its path. */
export function errorsOf(failure: ActionError | undefined): { [path: string]: string } {
  return Object.fromEntries((failure?.issues ?? []).map(({ path, message }) => [path, message]));
}
