"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { JsonObject } from "#lib/flow/json.ts";
import type { SystemKind } from "#lib/systems/contract.ts";
import { emptyWritten } from "#lib/systems/written/written-fields.ts";
import { emptyGraphql, GraphqlSource, givenGraphql } from "./graphql-source.tsx";
import { emptySource, givenSource, SourceInput } from "./source-input.tsx";
import type { GivenSource, ImportSystem, ReadingConnection } from "./system-actions.ts";
import { WrittenForm } from "./written-form.tsx";

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
  const [kind, setKind] = useState<SystemKind>("openapi");
  const [draft, setDraft] = useState(emptySource);
  const [graphql, setGraphql] = useState(emptyGraphql);
  const [written, setWritten] = useState<JsonObject>(emptyWritten);
  const [name, setName] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function given(): Promise<GivenSource | undefined> {
    if (kind === "written") return { written };
    return await (kind === "graphql" ? givenGraphql(graphql) : givenSource(draft));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setError(undefined);
    setPending(true);
    const source = await given();
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
      size={kind === "written" ? "lg" : "md"}
      title="Import a system"
      description="What it can do is read from its OpenAPI or Swagger description, or from its GraphQL schema. XML, SOAP and form endpoints are described by hand."
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
            setKind(next as SystemKind /* one of these */);
            setError(undefined);
          }}
          options={[
            { value: "openapi", label: "OpenAPI" },
            { value: "graphql", label: "GraphQL" },
            { value: "written", label: "By hand" },
          ]}
          className="flex"
        />
        {kind === "written" ? (
          <WrittenForm values={written} error={error} onChange={setWritten} />
        ) : kind === "graphql" ? (
          <GraphqlSource
            draft={graphql}
            connections={connections}
            error={error}
            onChange={setGraphql}
          />
        ) : (
          <SourceInput draft={draft} error={error} onChange={setDraft} />
        )}
        <FormField
          label="Name"
          help={
            kind === "openapi"
              ? "Left empty, the description’s own title."
              : "Left empty, the host of the address."
          }
        >
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
