"use client";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { changeSettings } from "./actions.ts";

/** Whether everybody needs a second factor; takes effect at once. */
export function SecurityForm({ required }: { required: boolean }) {
  const router = useRouter();
  const id = useId();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError>();

  async function change(requireSecondFactor: boolean) {
    setPending(true);
    const result = await tryAction(() => changeSettings({ requireSecondFactor }));
    setPending(false);
    setError(result.ok ? undefined : result.error);
    router.refresh();
    if (!result.ok) return;
    const title = requireSecondFactor
      ? "Everybody needs a second factor now."
      : "A second factor is everybody's own choice now.";
    toast({ title, tone: "ok" });
  }

  return (
    <div className="flex flex-col gap-3">
      <label htmlFor={id} className="flex items-start gap-3">
        <Switch
          id={id}
          className="mt-0.5"
          checked={required}
          disabled={pending}
          onCheckedChange={(on) => void change(on)}
        />
        <span>
          Everybody needs a second factor
          <span className="block text-muted text-sm">
            Members without one reach nothing but their own account until they have set it up.
          </span>
        </span>
      </label>
      {error && (
        <Callout tone="bad" role="alert" title={error.message}>
          {error.next}
        </Callout>
      )}
    </div>
  );
}
