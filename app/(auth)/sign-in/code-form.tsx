"use client";
import { useActionState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../form-error.tsx";
import { signInWithCode } from "./actions.ts";

type State = { code: string; error?: ActionError; done?: boolean };
type Props = {
  ticket: string;
  next: string;
  /** What the first step has shown. */
  soFar: string;
  onBack: () => void;
};

/** The second step of a sign-in: a code of the app, or a recovery code. */
export function CodeForm({ ticket, next, soFar, onBack }: Props) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const code = String(form.get("code") ?? "");
      const result = await tryAction(() => signInWithCode({ ticket, code }));
      if (!result.ok) return { code, error: result.error };
      window.location.assign(next);
      return { code, done: true };
    },
    { code: "" },
  );
  const form = useFocusInvalid(state.error);
  const { error } = state;
  const wrong = error?.code === "wrong_code" ? `${error.message} ${error.next ?? ""}` : undefined;
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">Your code</h1>
      <p className="mt-1 mb-4 text-muted">{soFar}</p>
      <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
        {wrong === undefined && <FormError error={error} />}
        <FormField
          label="Code"
          error={wrong ?? issueOf(error, "code")}
          help="The six digits in your authenticator app. Without your phone: a recovery code."
        >
          <TextInput
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            defaultValue={state.code}
            maxLength={40}
            autoFocus
            required
          />
        </FormField>
        <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
          Sign in
        </Button>
      </form>
      <div className="mt-4 flex flex-col items-start gap-2 text-muted text-sm">
        <p>Both lost? An admin of your workspace can take the second factor away.</p>
        <Button size="sm" onClick={onBack}>
          Use another account
        </Button>
      </div>
    </Card>
  );
}
