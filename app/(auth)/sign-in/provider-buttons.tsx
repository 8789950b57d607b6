"use client";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { ExternalSignIn } from "#lib/access/external/contract.ts";
import { FormError } from "../form-error.tsx";
import { startExternalSignIn } from "./actions.ts";

type Props = { providers: ExternalSignIn["providers"]; next: string };

/** Ways in without a password, as the operator has set them up. */
export function ProviderButtons({ providers, next }: Props) {
  const [leaving, setLeaving] = useState<string>();
  const [error, setError] = useState<ActionError>();

  async function leave(provider: string) {
    setLeaving(provider);
    setError(undefined);
    const result = await tryAction(() => startExternalSignIn({ provider, next }));
    if (result.ok) return window.location.assign(result.value.url);
    setLeaving(undefined);
    setError(result.error);
  }

  return (
    <div className="mt-5 flex flex-col gap-2 border-line border-t pt-5">
      <FormError error={error} />
      {providers.map(({ id, label }) => (
        <Button
          key={id}
          size="lg"
          pending={leaving === id}
          disabled={leaving !== undefined}
          onClick={() => void leave(id)}
        >
          Sign in with {label}
        </Button>
      ))}
    </div>
  );
}
