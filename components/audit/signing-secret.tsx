"use client";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

/** A signing secret, shown once, with how it is used. */
export function SigningSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const id = useId();
  return (
    <Callout
      tone="ok"
      role="status"
      title="Entries are signed with this secret"
      action={
        <Button size="sm" onClick={onDone}>
          I have copied it
        </Button>
      }
    >
      <label htmlFor={id}>Copy it now: it is not shown again.</label>
      <div className="mt-1 flex items-center gap-2">
        <TextInput
          id={id}
          readOnly
          value={secret}
          className="font-mono text-sm"
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={secret} label="Copy the secret" />
      </div>
      <p className="mt-2">
        Each request carries the headers of{" "}
        <a
          href="https://www.standardwebhooks.com"
          target="_blank"
          rel="noreferrer"
          className="underline underline-offset-2"
        >
          Standard Webhooks
        </a>
        , which libraries for most languages check. An entry may come twice: tell it by its{" "}
        <code>id</code>; <code>sequence</code> grows by one with each.
      </p>
    </Callout>
  );
}
