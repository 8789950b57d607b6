"use client";
import Link from "next/link";
import { useActionState, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import type { ExternalSignIn } from "#lib/access/external/contract.ts";
import { FormError, issueOf } from "../form-error.tsx";
import { signIn } from "./actions.ts";
import { CodeForm } from "./code-form.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";

type State = {
  email: string;
  password: string;
  error?: ActionError;
  done?: boolean;
  /** The password was right, and a code is asked for. */
  ticket?: string;
};

type Props = {
  next: string;
  providers: ExternalSignIn["providers"];
  /** How a sign-in with a provider came to nothing. */
  refusal: { title: string; text: string } | undefined;
};

/** `next` is an own path; a full load follows, so that no page of the signed-out time stays. */
export function SignInForm({ next, providers, refusal }: Props) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const email = String(form.get("email") ?? "");
      const password = String(form.get("password") ?? "");
      const result = await tryAction(() => signIn({ email, password }));
      if (!result.ok) return { email, password, error: result.error };
      const { ticket } = result.value;
      if (ticket !== null) return { email, password: "", ticket };
      window.location.assign(next);
      return { email, password, done: true };
    },
    { email: "", password: "" },
  );
  const form = useFocusInvalid(state.error);
  const [left, setLeft] = useState<string>();
  if (state.ticket !== undefined && state.ticket !== left) {
    return (
      <CodeForm
        ticket={state.ticket}
        next={next}
        soFar="Your password is right. Now the second factor."
        onBack={() => setLeft(state.ticket)}
      />
    );
  }
  return (
    <Card className="p-6">
      <h1 className="mb-4 font-semibold text-xl tracking-tight">Sign in</h1>
      {refusal && (
        <div className="mb-4">
          <Callout tone="bad" role="alert" title={refusal.title}>
            {refusal.text}
          </Callout>
        </div>
      )}
      <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
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
          <PasswordInput
            name="password"
            autoComplete="current-password"
            defaultValue={state.password}
            required
          />
        </FormField>
        <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
          Sign in
        </Button>
      </form>
      {providers.length > 0 && <ProviderButtons providers={providers} next={next} />}
      <p className="mt-4 text-sm">
        <Link href="/forgot" className="text-accent-text underline">
          Forgot your password?
        </Link>
      </p>
    </Card>
  );
}
