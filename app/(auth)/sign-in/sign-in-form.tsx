"use client";
import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../form-error.tsx";
import { signIn } from "./actions.ts";

type State = { email: string; error?: ActionError; done?: boolean };

/** `next` is an own path; a full load follows, so that no page of the signed-out time stays. */
export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const email = String(form.get("email") ?? "");
      const result = await signIn({ email, password: String(form.get("password") ?? "") });
      if (!result.ok) return { email, error: result.error };
      window.location.assign(next);
      return { email, done: true };
    },
    { email: "" },
  );
  return (
    <Card className="p-6">
      <h1 className="mb-4 font-semibold text-xl tracking-tight">Sign in</h1>
      <form action={submit} className="flex flex-col gap-4" noValidate>
        <FormError error={state.error} />
        <FormField label="E-mail" error={issueOf(state.error, "email")}>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={state.email}
            autoFocus
            required
          />
        </FormField>
        <FormField label="Password" error={issueOf(state.error, "password")}>
          <TextInput name="password" type="password" autoComplete="current-password" required />
        </FormField>
        <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
          Sign in
        </Button>
      </form>
    </Card>
  );
}
