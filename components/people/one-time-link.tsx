"use client";
import { useId } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextInput } from "#components/ui/text-input.tsx";

/** A link that is shown once, to be handed over by whoever made it. */
export function OneTimeLink({ link, label }: { link: string; label: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex items-center gap-2">
        <TextInput
          id={id}
          readOnly
          autoFocus
          value={link}
          className="font-mono text-sm"
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={link} label="Copy the link" />
      </div>
      <p className="text-muted text-sm">
        Copy it now: it is not shown again. Patchbay does not mail it: hand it over yourself, on a
        way that only this person reads.
      </p>
    </div>
  );
}
