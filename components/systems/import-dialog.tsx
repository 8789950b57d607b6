"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { emptyGraphql, GraphqlSource, givenGraphql } from "./graphql-source.tsx";
import { emptySource, givenSource, SourceInput } from "./source-input.tsx";
import type { ImportSystem, ReadingConnection } from "./system-actions.ts";

/** Imports the description of a system, and goes to it. */
export function ImportDialog({
  connections,
  onClose,
  importSystem,
}: {
  connections: readonly ReadingConnection[];
  onClose: () => void;
  importSystem: ImportSystem;
}) {
  const form = useId();
  const router = useRouter();
  const [kind, setKind] = useState<"openapi" | "graphql">("openapi");
  const [draft, setDraft] = useState(emptySource);
  const [graphql, setGraphql] = useState(emptyGraphql);
  const [name, setName] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setError(undefined);
    setPending(true);
    const source = await (kind === "graphql" ? givenGraphql(graphql) : givenSource(draft));
    if (source === undefined) {
      setPending(false);
      return setError(
        kind === "graphql" ? "Something is missing yet." : "There is no description yet.",
      );
    }
    const result = await tryAction(() => importSystem({ name, source }));
    setPending(false);
    if (!result.ok) return setError([result.error.message, result.error.next].join(" "));
    router.push(`/systems/${result.value.id}`);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import a system"
      description="What it can do is read from its OpenAPI or Swagger description, or from its GraphQL schema."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={pending}>
            Import
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Segmented
          label="What kind of API it is"
          value={kind}
          onChange={(next) => {
            setKind(next === "graphql" ? "graphql" : "openapi");
            setError(undefined);
          }}
          options={[
            { value: "openapi", label: "OpenAPI" },
            { value: "graphql", label: "GraphQL" },
          ]}
          className="flex"
        />
        {kind === "graphql" ? (
          <GraphqlSource
            draft={graphql}
            connections={connections}
            error={error}
            onChange={setGraphql}
          />
        ) : (
          <SourceInput draft={draft} error={error} onChange={setDraft} />
        )}
        <FormField label="Name" help="Left empty, the description’s own title.">
          <TextInput
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}
