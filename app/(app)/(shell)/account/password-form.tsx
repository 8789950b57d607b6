"use client";
import { useActionState, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { StrengthMeter } from "#components/account/strength-meter.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { changePassword } from "./actions.ts";

type State = { current: string; next: string; error?: ActionError; changed?: boolean };

/** `email` is there for password managers, which would not know whose password it is. */
export function PasswordForm({ email }: { email: string }) {
  const [typed, setTyped] = useState("");
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const current = String(form.get("current") ?? "");
      const next = String(form.get("next") ?? "");
      const result = await tryAction(() => changePassword({ current, next }));
      if (!result.ok) return { current, next, error: result.error };
      setTyped("");
      return { current: "", next: "", changed: true };
    },
    { current: "", next: "" },
  );
  const { error } = state;
  const form = useFocusInvalid(error);
  const issue = (path: string) => error?.issues?.find((found) => found.path === path)?.message;
  const wrong = error?.code === "wrong_credentials" ? error.message : undefined;
  const weak = error?.code === "weak_password" ? error.message : undefined;
  const other = error && !error.issues && !wrong && !weak ? error : undefined;
  return (
    <form ref={form} action={submit} className="flex max-w-sm flex-col gap-4" noValidate>
      {state.changed && (
        <Callout tone="ok" role="status" title="Your password is changed.">
          You are signed out everywhere else.
        </Callout>
      )}
      {other && (
        <Callout tone="bad" role="alert" title={other.message}>
          {other.next}
        </Callout>
      )}
      <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
      <FormField label="Current password" error={issue("current") ?? wrong}>
        <PasswordInput
          name="current"
          autoComplete="current-password"
          defaultValue={state.current}
          required
        />
      </FormField>
      <FormField
        label="New password"
        error={issue("next") ?? weak}
        help={
          <>
            <StrengthMeter password={typed} known={[email]} />
            At least 10 characters. You will be signed out everywhere else.
          </>
        }
      >
        <PasswordInput
          name="next"
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="new-password"
          defaultValue={state.next}
          required
        />
      </FormField>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
