"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { rename } from "./actions.ts";

/** One's own name, as others see it. */
export function NameForm({ name: present }: { name: string }) {
  const router = useRouter();
  const [name, setName] = useState(present);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError>();
  const form = useFocusInvalid(error);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => rename({ name }));
    setPending(false);
    setError(result.ok ? undefined : result.error);
    if (!result.ok) return;
    toast({ title: "Your name is changed.", tone: "ok" });
    router.refresh();
  }

  return (
    <form ref={form} onSubmit={save} noValidate className="flex max-w-sm items-end gap-2">
      <FormField
        label="Name"
        className="flex-1"
        error={error === undefined ? undefined : (error.issues?.[0]?.message ?? error.message)}
      >
        <TextInput
          autoComplete="name"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          required
        />
      </FormField>
      <Button type="submit" pending={pending} disabled={name.trim() === present}>
        Save
      </Button>
    </form>
  );
}
