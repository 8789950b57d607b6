"use client";
import { useActionState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../../form-error.tsx";
import { joinWithPassword } from "./actions.ts";

type State = {
  email: string;
  password: string;
  error?: ActionError;
  done?: boolean;
  /** The password was right, and the account asks for a code too. */
  asksCode?: boolean;
};

/** Signs in and joins in one step, so that somebody without any workspace can come back too. */
export function JoinWithPassword({ token, email: invited }: { token: string; email: string }) {
  const [state, submit, pending] = useActionState(
    async ({ asksCode = false }: State, form: FormData): Promise<State> => {
      const email = String(form.get("email") ?? "");
      const password = String(form.get("password") ?? "");
      const code = asksCode ? { code: String(form.get("code") ?? "") } : {};
      const result = await tryAction(() => joinWithPassword({ token, email, password, ...code }));
      if (!result.ok) {
        const { error } = result;
        if (error.code === "second_factor_required") return { email, password, asksCode: true };
        return { email, password, asksCode, error };
      }
      window.location.assign("/flows");
      return { email, password, done: true };
    },
    { email: invited, password: "" },
  );
  const form = useFocusInvalid(state.error);
  return (
    <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
      <FormError error={state.error} />
      <FormField label="E-mail" error={issueOf(state.error, "email")}>
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          readOnly={invited !== ""}
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
      {state.asksCode && (
        <FormField
          label="Code"
          error={issueOf(state.error, "code")}
          help="The six digits in your authenticator app, or a recovery code."
        >
          <TextInput name="code" autoComplete="one-time-code" maxLength={40} autoFocus required />
        </FormField>
      )}
      <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
        Sign in and join
      </Button>
    </form>
  );
}
