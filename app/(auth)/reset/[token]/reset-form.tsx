"use client";
import Link from "next/link";
import { useActionState, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { StrengthMeter } from "#components/account/strength-meter.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../../form-error.tsx";
import { resetPassword } from "./actions.ts";

type State = { password: string; error?: ActionError; done?: boolean };

/** Sets a new password by a link; signing in with it comes next. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const [typed, setTyped] = useState("");
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const password = String(form.get("password") ?? "");
      const result = await tryAction(() => resetPassword({ token, password }));
      return result.ok ? { password: "", done: true } : { password, error: result.error };
    },
    { password: "" },
  );
  const form = useFocusInvalid(state.error);
  if (state.done === true) {
    return (
      <Card className="p-6">
        <div role="status">
          <h1 className="font-semibold text-xl tracking-tight">Your password is set</h1>
          <p className="mt-1 mb-4 text-muted">
            You are signed out everywhere. Sign in with it now.
          </p>
        </div>
        <Link href="/sign-in" className={buttonClass("primary", "lg")}>
          Sign in
        </Link>
      </Card>
    );
  }
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">New password</h1>
      <p className="mt-1 mb-4 break-words text-muted">For {email}. It ends every session.</p>
      <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
        <FormError error={state.error} />
        <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
        <FormField
          label="New password"
          error={issueOf(state.error, "password")}
          help={
            <>
              <StrengthMeter password={typed} known={[email]} />
              At least 10 characters. A short sentence is easy to remember.
            </>
          }
        >
          <PasswordInput
            name="password"
            autoComplete="new-password"
            onChange={(event) => setTyped(event.target.value)}
            defaultValue={state.password}
            maxLength={200}
            autoFocus
            required
          />
        </FormField>
        <Button type="submit" variant="primary" size="lg" pending={pending}>
          Set password
        </Button>
      </form>
    </Card>
  );
}
