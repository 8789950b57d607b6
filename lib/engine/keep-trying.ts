import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Execution, Resumption, WaitRequest } from "#lib/nodes/contract.ts";
import type { WalkHost } from "./host.ts";
import { mayHaveHadEffect } from "./retry.ts";
import { executeStep, type Prepared, type Stopper } from "./run-step.ts";
import type { Scope } from "./scope.ts";
import type { StepRecord } from "./step-record.ts";
import type { Token } from "./token.ts";

/** The first gap, in ms; each further one is twice as long. */
const firstGapMs = 5_000;
/** No gap is longer than this, unless the other side asks for it, in ms. */
const longestGapMs = 900_000;

/** Under this name, a wait for another try keeps what it knows. */
const mark = "keepTrying";

/** What a wait for another try leaves for the next one. */
type Kept = {
  /** When the first try failed, ms since 1970, UTC. */
  since: number;
  /** How many waits there have been. */
  tries: number;
  /** What the step itself had waited for before. */
  resumed: Resumption | undefined;
};

/**
 * Executes a step. One that is to be kept trying while the other side is down does not fail when its
 * tries are used up, backup included: it waits, on disk, and is executed again, with growing gaps,
 * until it succeeds or its time is over. What must not happen twice is repeated only when it cannot
 * have happened, or when its author says so.
 */
export async function executeOrWait(
  host: WalkHost,
  stopper: Stopper,
  scope: Scope,
  token: Token,
  prepared: Prepared,
  step: Pick<StepRecord, "attempts" | "backup">,
): Promise<{ execution: Execution; failure?: PatchbayError }> {
  const kept = readKept(token);
  const own: Token =
    kept === undefined ? token : { ...token, resumed: kept.resumed, kept: kept.tries };
  try {
    return { execution: await executeStep(host, stopper, scope, own, prepared, step) };
  } catch (failure) {
    if (stopper.stopped !== undefined || !isPatchbayError(failure)) throw failure;
    // Whoever asked for an action looks at it now.
    const isAsked = prepared.action !== undefined;
    const forMs = isAsked ? 0 : (prepared.type.definition.keepTrying?.(prepared.config) ?? 0);
    if (!mayPass(failure, token, prepared)) throw failure;
    const now = host.now().getTime();
    const next = { since: kept?.since ?? now, tries: (kept?.tries ?? 0) + 1 };
    const deadline = next.since + forMs;
    if (now >= deadline) throw failure;
    const at = Math.min(deadline, now + gapMs(next.tries, failure, host.random));
    const state: JsonObject = { [mark]: { ...next, resumed: (own.resumed ?? null) as Json } };
    const wait: WaitRequest = { kind: "delay", state, expiresAt: new Date(at) };
    return { execution: { kind: "wait", wait }, failure };
  }
}

/** Whether the other side may be back later, and trying again then does no harm. */
function mayPass(
  error: PatchbayError,
  { node }: Token,
  { effects }: Pick<Prepared, "effects">,
): boolean {
  if (error.fault !== "upstream" && error.code !== "step_timeout") return false;
  return effects !== "once" || node.source.whenCutOff === "retry" || !mayHaveHadEffect(error);
}

function gapMs(tries: number, { retryAfterMs }: PatchbayError, random: () => number): number {
  const doubled = Math.min(longestGapMs, firstGapMs * 2 ** Math.min(tries - 1, 20));
  return Math.max(retryAfterMs ?? 0, doubled * (0.75 + random() / 4));
}

function readKept({ resumed }: Token): Kept | undefined {
  if (resumed?.kind !== "delay") return undefined;
  const kept = resumed.state[mark];
  if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return undefined;
  const { since, tries, resumed: before } = kept;
  if (typeof since !== "number" || typeof tries !== "number") return undefined;
  // Written by this module only, from a Resumption.
  return { since, tries, resumed: (before ?? undefined) as Resumption | undefined };
}
