import { EngineError } from "#lib/errors/engine-error.ts";
import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { PlanNode } from "./plan.ts";
import { mayHaveHadEffect } from "./retry.ts";
import type { Prepared } from "./run-step.ts";
import type { BackupUse } from "./step-record.ts";

type Backup = Prepared & { connectionId: string | null; side: "backup" };

/** What a step is tried with when its primary fails; undefined when it names no backup. */
export function backupOf({ source }: PlanNode, prepared: Prepared): Backup | undefined {
  const { definition } = prepared.type;
  const config = definition.backup?.(prepared.config);
  const other = definition.connection === undefined ? null : source.backupConnectionId;
  if (config === undefined && other === null) return undefined;
  return {
    ...prepared,
    config: config ?? prepared.config,
    connectionId: other ?? source.connectionId,
    side: "backup",
  };
}

/**
 * Why a failed step goes on at its backup; undefined when it must not. The other side has to be at
 * fault, or to refuse a credential in whose place the backup has another.
 *
 * @throws the same error, saying that the backup was left alone, for a step that must not happen
 *   twice and may have happened
 */
export function reasonForBackup(
  error: unknown,
  { source }: PlanNode,
  { effects }: Prepared,
  hasOtherConnection: boolean,
): BackupUse["reason"] | undefined {
  if (!isPatchbayError(error)) return undefined;
  const { code, fault, status, message } = error;
  const refused = status === 401 && hasOtherConnection;
  if (fault !== "upstream" && code !== "step_timeout" && !refused) return undefined;
  if (effects === "once" && mayHaveHadEffect(error) && source.whenCutOff === "stop")
    throw withoutBackup(error);
  return { code, message };
}

/** What Patchbay refuses before anything is sent. */
const refusals = new Set([
  "egress_refused",
  "connection_not_allowed",
  "connection_missing",
  "connection_wrong_kind",
  "circuit_open",
]);

/**
 * What a step fails with whose backup failed too: with the backup's failure, unless the backup could
 * not even be tried; then with the primary's, which then says so.
 */
export function failureOfBoth(primary: unknown, backup: unknown, tries: number): unknown {
  if (!isPatchbayError(primary) || !isPatchbayError(backup)) return backup;
  if (tries > 1 || !refusals.has(backup.code)) return backup;
  const line = `The backup could not be tried: ${backup.message}`;
  const next = primary.next === undefined ? line : `${primary.next} ${line}`;
  return again(primary, { next });
}

function withoutBackup(error: PatchbayError): PatchbayError {
  const next =
    "It may have taken effect all the same, so the backup was not used: check on the other side. Whether it is then repeated is decided in the step's settings, at “When it is cut off halfway”.";
  return again(error, { next });
}

function again(error: PatchbayError, changed: { next: string }): PatchbayError {
  const { cause, status, retryAfterMs, details } = error;
  const Same = { user: UserError, upstream: UpstreamError, engine: EngineError }[error.fault];
  return new Same(
    error.code as ConstructorParameters<typeof Same>[0] /* it has it from there */,
    error.message,
    {
      cause,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(details === undefined ? {} : { details }),
      ...changed,
    },
  );
}
