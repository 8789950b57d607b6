import { EngineError } from "#lib/errors/engine-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type {
  ChatPort,
  Effects,
  ExecuteContext,
  Execution,
  ResolvedConnection,
} from "#lib/nodes/contract.ts";
import { backupOf, failureOfBoth, reasonForBackup } from "./backup.ts";
import { hopsOf } from "./hops.ts";
import type { WalkHost } from "./host.ts";
import type { NodeType, PlanNode } from "./plan.ts";
import { retryPauseMs } from "./retry.ts";
import type { Scope } from "./scope.ts";
import { StepContext } from "./step-context.ts";
import type { StepRecord } from "./step-record.ts";
import type { StepSides } from "./step-sides.ts";
import type { Token } from "./token.ts";

/** Lets a walk end what is under way. */
export type Stopper = {
  /** Set once the walk must end: why. */
  readonly stopped: { error: unknown } | undefined;
  /** Calls back when it must end; returns how to take that back. */
  onStop(callback: (error: unknown) => void): () => void;
};

export type Prepared = {
  type: NodeType;
  config: JsonObject;
  effects: Effects;
  /** What the step is asked to do in place of its usual work. */
  action: string | undefined;
};

/** What a try is made with. */
type Attempting = Prepared & {
  connectionId: string | null;
  side: ExecuteContext["side"];
  sides: StepSides | undefined;
};

/**
 * Tries a step until it succeeds or must not be tried again, first as it is set up and then at its
 * backup. Notes in `step` how often it was tried, and that the backup was.
 */
export async function executeStep(
  host: WalkHost,
  stopper: Stopper,
  scope: Scope,
  token: Token,
  prepared: Prepared,
  step: Pick<StepRecord, "attempts" | "backup">,
): Promise<Execution> {
  const { node } = token;
  const { connectionId } = node.source;
  step.attempts = 0;
  const backup = backupOf(node, prepared);
  const called = new Set<string>();
  const primary: Attempting = {
    ...{ ...prepared, connectionId },
    side: backup === undefined ? undefined : "primary",
    sides: backup === undefined ? undefined : { side: "primary", called },
  };
  try {
    return await tryAll(host, stopper, scope, token, primary, step);
  } catch (error) {
    if (backup === undefined || stopper.stopped !== undefined) throw error;
    const reason = reasonForBackup(error, node, prepared, backup.connectionId !== connectionId);
    if (reason === undefined) throw error;
    step.backup = { connection: null, reason };
    const triedBefore = step.attempts;
    try {
      return await tryAll(
        ...([host, stopper, scope, token] as const),
        { ...backup, sides: { side: "backup", called } },
        step,
      );
    } catch (failure) {
      if (stopper.stopped !== undefined) throw failure;
      const shown = failureOfBoth(error, failure, step.attempts - triedBefore);
      if (shown !== failure) step.backup = null;
      throw shown;
    }
  }
}

async function tryAll(
  host: WalkHost,
  stopper: Stopper,
  scope: Scope,
  token: Token,
  attempting: Attempting,
  step: Pick<StepRecord, "attempts" | "backup">,
): Promise<Execution> {
  const { node } = token;
  const policy = {
    retries: node.retries,
    baseMs: node.source.retryPauseMs ?? attempting.type.definition.retry.baseMs,
    effects: attempting.effects,
  };
  for (let attempt = 1; ; attempt++) {
    step.attempts++;
    let begun = false;
    try {
      // Anew for each try: a token may have ended meanwhile, or its provider not have answered.
      const connection = await findConnection(host, node, attempting);
      if (step.backup !== null && attempting.connectionId !== node.source.connectionId)
        step.backup = { ...step.backup, connection: connection?.name ?? null };
      begun = true;
      return await tryOnce(host, stopper, scope, token, attempting, connection, attempt);
    } catch (error) {
      if (stopper.stopped !== undefined) throw stopper.stopped.error;
      const pause = retryPauseMs(error, attempt, policy, host.random);
      // A database that is away is not the step's own fault.
      if (pause === undefined) throw begun ? ownError(host, node, error) : error;
      await sleep(pause, stopper);
    }
  }
}

function tryOnce(
  host: WalkHost,
  stopper: Stopper,
  scope: Scope,
  token: Token,
  { type, config, side, sides, action }: Attempting,
  connection: ResolvedConnection | undefined,
  attempt: number,
): Promise<Execution> {
  const { node } = token;
  const idempotencyKey = idempotencyKeyOf(host.runId, token);
  const context = new StepContext({
    config,
    connection,
    input: token.input,
    vars: scope.vars,
    http: host.http(node.id, connection, sides),
    offload: host.offload,
    files: host.files,
    log: (message, facts) => host.log(node.id, message, facts),
    idempotencyKey,
    attempt,
    side,
    now: host.now,
    chat: seenAtOnce(host.chat(node.id, idempotencyKey), scope),
    resumed: token.resumed,
    collected: token.collected,
    callbackUrl: () => host.callbackUrl(token.activationId, token.waits + 1),
    startRun: (call) => host.startRun(call, idempotencyKey),
    arrivals: token.arrivals,
    keepSecret: host.keepSecret,
    hops: hopsOf(scope.trigger),
    memory: host.memory(node.id, idempotencyKey),
    contactId: typeof scope.contact.id === "string" ? scope.contact.id : undefined,
    action,
    fillAgain: (locals) => {
      const filled = node.resolve({ ...scope, ...locals });
      return (side === "backup" ? type.definition.backup?.(filled) : undefined) ?? filled;
    },
  });
  if (type.definition.needsChat === true && context.chat === undefined) {
    throw new UserError("invalid_config", `“${node.name}” only works in a conversation.`, {
      next: "Start the flow with a chat trigger, and try it in the chat preview.",
    });
  }
  const timer = setTimeout(() => context.abort(timedOut(node)), node.timeoutMs);
  const release = stopper.onStop((error) => context.abort(error));
  const end = () => {
    clearTimeout(timer);
    release();
  };
  const execution = context.run(type.execute);
  execution.then(end, end);
  return execution;
}

/** What a step has remembered of the contact is there for the steps after it, as in later runs. */
function seenAtOnce(chat: ChatPort | undefined, { contact }: Scope): ChatPort | undefined {
  if (chat === undefined) return undefined;
  return {
    ...chat,
    remember: async (values) => {
      await chat.remember(values);
      Object.assign(contact, values);
    },
  };
}

/**
 * `run:node:activation`, the same over tries and replays, later ones included; a continuation after a
 * wait has its own.
 */
export function idempotencyKeyOf(runId: string, token: Token): string {
  const key = `${runId}:${token.node.id}:${token.activationId}`;
  const waits = token.waits - token.kept;
  return waits === 0 ? key : `${key}:${waits}`;
}

function findConnection(
  host: WalkHost,
  { name, typeId }: PlanNode,
  { type: { definition }, connectionId }: Attempting,
): Promise<ResolvedConnection | undefined> | undefined {
  const accepted = definition.connection;
  // What a trigger checks its callers with is read where they come in.
  if (accepted === undefined || accepted.when !== undefined) return undefined;
  if (connectionId === null) {
    if (!accepted.required) return undefined;
    throw new UserError("connection_missing", `“${name}” has no connection.`, {
      next: "Pick one in the step's settings.",
    });
  }
  return host.connection(connectionId, typeId).then((connection) => {
    if (accepted.kinds.includes(connection.kind)) return connection;
    throw new UserError(
      "connection_wrong_kind",
      `“${name}” cannot use the connection “${connection.name}”: it is of another kind.`,
      { next: "Pick another connection in the step's settings." },
    );
  });
}

function timedOut({ name, timeoutMs }: PlanNode): UserError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new UserError("step_timeout", `“${name}” took longer than ${seconds} s.`, {
    next: "Raise its timeout in the step's settings, or look into why the other side is slow.",
  });
}

/** What an executor throws by mistake is ours to look into, and says nothing of its insides. */
function ownError(host: WalkHost, node: PlanNode, error: unknown): unknown {
  if (isPatchbayError(error)) return error;
  host.reportCrash(node.id, error);
  return new EngineError(
    "executor_failed",
    `“${node.name}” failed inside Patchbay. It has been recorded.`,
    { cause: error },
  );
}

function sleep(ms: number, stopper: Stopper): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      release();
      resolve();
    }, ms);
    const release = stopper.onStop((error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
