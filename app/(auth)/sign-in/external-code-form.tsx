"use client";
import { CodeForm } from "./code-form.tsx";

/** The second step after a provider has said who it is. */
export function ExternalCodeForm({ ticket, next }: { ticket: string; next: string }) {
  return (
    <CodeForm
      ticket={ticket}
      next={next}
      soFar="You are known there. Now the second factor of your account here."
      onBack={() => window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`)}
    />
  );
}
