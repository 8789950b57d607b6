"use client";
import Link from "next/link";
import { useState, useTransition } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Callout } from "#components/ui/callout.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { FormError } from "../../form-error.tsx";
import { join } from "./actions.ts";

type Props = {
  token: string;
  /** Empty: the invitation is for anybody. */
  invitedEmail: string;
  person: { name: string; email: string };
  member: boolean;
};

/** One press for who is signed in, unless the invitation is for somebody else. */
export function JoinSignedIn({ token, invitedEmail, person, member }: Props) {
  const [error, setError] = useState<ActionError>();
  const [pending, start] = useTransition();
  if (member) {
    return (
      <Callout
        title="You are in this workspace already."
        action={
          <Link href="/flows" className={buttonClass("secondary", "md")}>
            Go to the flows
          </Link>
        }
      >
        You are signed in as {person.email}. The link stays good for somebody else.
      </Callout>
    );
  }
  if (invitedEmail !== "" && invitedEmail !== person.email) {
    return (
      <Callout tone="warn" title={`This invitation is for ${invitedEmail}.`}>
        You are signed in as {person.email}. Sign out on your account page first, then open the link
        again.
      </Callout>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <FormError error={error} />
      <p>
        You are signed in as {person.name} ({person.email}).
      </p>
      <Button
        variant="primary"
        size="lg"
        pending={pending}
        onClick={() =>
          start(async () => {
            const result = await tryAction(() => join({ token }));
            if (result.ok) window.location.assign("/flows");
            else setError(result.error);
          })
        }
      >
        Join
      </Button>
    </div>
  );
}
