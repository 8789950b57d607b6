"use client";
import { useActionState, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { StrengthMeter } from "#components/account/strength-meter.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../../form-error.tsx";
import { joinAsNew } from "./actions.ts";

type Values = { name: string; email: string; password: string };
type State = { values: Values; error?: ActionError; done?: boolean };

/** A new account, by the rules of the first one. `email` is fixed when the invitation names it. */
export function JoinAsNew({ token, email }: { token: string; email: string }) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const read = (key: keyof Values) => String(form.get(key) ?? "");
      const values = {
        name: read("name"),
        email: read("email").trim(),
        password: read("password"),
      };
      const result = await tryAction(() => joinAsNew({ token, ...values }));
      if (!result.ok) return { values, error: result.error };
      window.location.assign("/flows");
      return { values, done: true };
    },
    { values: { name: "", email, password: "" } },
  );
  const { values, error } = state;
  const form = useFocusInvalid(error);
  const [typed, setTyped] = useState({ name: "", email, password: "" });
  return (
    <form ref={form} action={submit} className="flex flex-col gap-4" noValidate>
      <FormError error={error} />
      <FormField label="Your name" error={issueOf(error, "name")}>
        <TextInput
          name="name"
          autoComplete="name"
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          defaultValue={values.name}
          maxLength={80}
          autoFocus
          required
        />
      </FormField>
      <FormField
        label="E-mail"
        error={issueOf(error, "email")}
        help={email === "" ? "You sign in with it." : "The invitation is for this address."}
      >
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          readOnly={email !== ""}
          onChange={(event) => setTyped({ ...typed, email: event.target.value })}
          defaultValue={values.email}
          maxLength={254}
          required
        />
      </FormField>
      <FormField
        label="Password"
        error={issueOf(error, "password")}
        help={
          <>
            <StrengthMeter password={typed.password} known={[typed.name, typed.email]} />
            At least 10 characters. A short sentence is easy to remember.
          </>
        }
      >
        <PasswordInput
          name="password"
          autoComplete="new-password"
          onChange={(event) => setTyped({ ...typed, password: event.target.value })}
          defaultValue={values.password}
          maxLength={200}
          required
        />
      </FormField>
      <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
        Create account and join
      </Button>
    </form>
  );
}
