"use client";
import Link from "next/link";
import { useActionState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../form-error.tsx";
import { requestReset } from "./actions.ts";

type State = { email: string; error?: ActionError; done?: boolean };

/** Asks for a link by mail. What it says afterwards does not tell whether there is an account. */
export function ForgotForm() {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const email = String(form.get("email") ?? "");
      const result = await tryAction(() => requestReset({ email }));
      return result.ok ? { email, done: true } : { email, error: result.error };
    },
    { email: "" },
  );
  const form = useFocusInvalid(state.error);
  if (state.done === true) {
    return (
      <Card className="p-6">
        <div role="status">
          <h1 className="font-semibold text-xl tracking-tight">Look into your mail</h1>
          <p className="mt-1 mb-4 break-words text-muted">
            If {state.email} has an account, a link for a new password is on its way. It is good for
            one hour. Nothing there after a few minutes? Look among the unwanted mail, or ask an
            admin of your workspace for a link.
          </p>
        </div>
        <Link href="/sign-in" className={buttonClass("secondary", "lg")}>
          Go to sign in
        </Link>
      </Card>
    );
  }
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">Forgotten password</h1>
      <p className="mt-1 mb-4 text-muted">You get a mail with a link that sets a new one.</p>
      <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
        <FormError error={state.error} />
        <FormField label="E-mail" error={issueOf(state.error, "email")}>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={state.email}
            maxLength={254}
            autoFocus
            required
          />
        </FormField>
        <Button type="submit" variant="primary" size="lg" pending={pending}>
          Send the link
        </Button>
      </form>
      <p className="mt-4 text-sm">
        <Link href="/sign-in" className="text-accent-text underline">
          Back to sign in
        </Link>
      </p>
    </Card>
  );
}
