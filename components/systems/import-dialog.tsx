"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { emptySource, givenSource, SourceInput } from "./source-input.tsx";
import type { ImportSystem } from "./system-actions.ts";

/** Imports the description of a system, and goes to it. */
export function ImportDialog({
  onClose,
  importSystem,
}: {
  onClose: () => void;
  importSystem: ImportSystem;
}) {
  const form = useId();
  const router = useRouter();
  const [draft, setDraft] = useState(emptySource);
  const [name, setName] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setError(undefined);
    setPending(true);
    const source = await givenSource(draft);
    if (source === undefined) {
      setPending(false);
      return setError("There is no description yet.");
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
      description="Its description tells which operations it has: OpenAPI 3 or Swagger 2."
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
        <SourceInput draft={draft} error={error} onChange={setDraft} />
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
