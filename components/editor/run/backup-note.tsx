"use client";
import { Callout } from "#components/ui/callout.tsx";
import type { BackupUse } from "#lib/engine/step-record.ts";

/** That a step was tried at its backup, and why. */
export function BackupNote({ backup, answered }: { backup: BackupUse; answered: boolean }) {
  const { connection, reason } = backup;
  const which = connection === null ? "the backup address" : `the backup “${connection}”`;
  return (
    <Callout
      tone={answered ? "info" : "warn"}
      title={answered ? `Answered by ${which}` : `Also tried at ${which}`}
    >
      Because the first choice failed: {reason.message}
    </Callout>
  );
}
