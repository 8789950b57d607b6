import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { WorkspaceChange } from "#lib/workspace/settings.ts";
import { changeSettings } from "./actions.ts";

/** One form of the settings: what is typed, whether it differs, and saving it. */
export function useSettingsForm<T extends object>(
  present: T,
  changeOf: (values: T) => WorkspaceChange,
) {
  const router = useRouter();
  const [values, setValues] = useState(present);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError>();
  const form = useFocusInvalid(error);

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => changeSettings(changeOf(values)));
    setPending(false);
    setError(result.ok ? undefined : result.error);
    if (!result.ok) return;
    toast({ title: "Saved.", tone: "ok" });
    router.refresh();
  }

  return {
    form,
    values,
    pending,
    error,
    save,
    changed: JSON.stringify(values) !== JSON.stringify(present),
    change: (patch: Partial<T>) => setValues((held) => ({ ...held, ...patch })),
    issue: (path: string) => error?.issues?.find((found) => found.path === path)?.message,
  };
}
