"use client";
import { Callout } from "#components/ui/callout.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/** What went wrong, what to do next, and the code to hand to support. */
export function ErrorNote({ error }: { error: ErrorInfo }) {
  return (
    <Callout tone="bad" title={error.message}>
      {error.next && <p>{error.next}</p>}
      <p className="mt-1 flex items-center gap-1 text-muted text-xs">
        Code <code className="font-mono">{error.code}</code>
        <CopyButton text={JSON.stringify(error, null, 2)} label="Copy the details" />
      </p>
    </Callout>
  );
}
