"use client";
import { useActionState, useState } from "react";
import { PasswordInput } from "#components/account/password-input.tsx";
import { StrengthMeter } from "#components/account/strength-meter.tsx";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError, issueOf } from "../form-error.tsx";
import { createOwner } from "./actions.ts";

type Values = { name: string; email: string; password: string; workspace: string; token: string };
type State = { values: Values; error?: ActionError; done?: boolean };

/** `token`: undefined when none is needed; else what the link brought, possibly nothing. */
export function SetupForm({ token }: { token: string | undefined }) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const read = (key: keyof Values) => String(form.get(key) ?? "");
      const values = {
        name: read("name"),
        email: read("email").trim(),
        password: read("password"),
        workspace: read("workspace"),
        token: read("token").trim(),
      };
      const result = await tryAction(() => createOwner(values));
      if (!result.ok) return { values, error: result.error };
      window.location.assign("/");
      return { values, done: true };
    },
    { values: { name: "", email: "", password: "", workspace: "", token: token ?? "" } },
  );
  const { values, error } = state;
  const form = useFocusInvalid(error);
  const [typed, setTyped] = useState({ name: "", email: "", password: "" });
  // A link brings the code along; it has to be seen only when it is missing or was refused.
  const askForToken = token === "" || error?.code === "invalid_token";
  return (
    <Card className="p-6">
      <h1 className="font-semibold text-xl tracking-tight">Welcome</h1>
      <p className="mt-1 mb-4 text-muted">
        Create the owner's account: it may do everything in this installation.
      </p>
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
        <FormField label="E-mail" error={issueOf(error, "email")} help="You sign in with it.">
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
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
        <FormField
          label="Workspace name"
          error={issueOf(error, "workspace")}
          help="Your company or team. Flows and connections belong to it."
        >
          <TextInput
            name="workspace"
            autoComplete="organization"
            defaultValue={values.workspace}
            maxLength={80}
            required
          />
        </FormField>
        {token !== undefined && !askForToken && (
          <input type="hidden" name="token" value={values.token} />
        )}
        {token !== undefined && askForToken && (
          <FormField
            label="Set-up code"
            error={issueOf(error, "token")}
            help="The part after “token=” in the link that the server printed at its start."
          >
            <TextInput
              name="token"
              autoComplete="off"
              spellCheck={false}
              defaultValue={values.token}
              maxLength={200}
              required
            />
          </FormField>
        )}
        <Button type="submit" variant="primary" size="lg" pending={pending || state.done === true}>
          Create account
        </Button>
      </form>
    </Card>
  );
}
