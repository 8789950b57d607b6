import type { FilePort } from "#lib/files/contract.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type {
  ChatPort,
  ExecuteContext,
  ResolvedConnection,
  RunCall,
  StepMemory,
} from "#lib/nodes/contract.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { StepRecord, WaitRecord } from "./step-record.ts";
import type { StepSides } from "./step-sides.ts";

/** Where the engine writes what happens. Whoever implements it keeps its order. */
export type WalkJournal = {
  /** Before a step with effects: resolves when it and everything earlier is on disk. */
  begin(step: StepRecord): Promise<void>;
  /** Resolves when everything so far is on disk. */
  flush(): Promise<void>;
  /** After a step. With `durable`, the promise resolves when it is on disk; else it may wait. */
  finish(step: StepRecord, durable: boolean): Promise<void> | undefined;
  /** Is kept until the run rests, and committed together with that. */
  wait(wait: WaitRecord): void;
};

/** What the engine needs from outside. It knows no database, no node and no clock of its own. */
export type WalkHost = {
  runId: string;
  /** For what a step sends with this connection, or with none. */
  http: (
    nodeId: string,
    connection: ResolvedConnection | undefined,
    sides?: StepSides | undefined,
  ) => HttpClient;
  offload: Offload;
  files: FilePort;
  now: () => Date;
  random: () => number;
  journal: WalkJournal;
  log: (nodeId: string, ...entry: Parameters<ExecuteContext["log"]>) => void;
  /** Reports an error that is not one of ours, with its stack, to whoever operates Patchbay. */
  reportCrash: (nodeId: string, error: unknown) => void;
  /** Decrypts a connection for a step of this type. */
  connection: (connectionId: string, nodeType: string) => Promise<ResolvedConnection>;
  /** Whether the run belongs to a conversation. */
  hasChat: boolean;
  /** The one-time address at which this activation's next wait is answered. */
  callbackUrl: (activationId: string, count: number) => string;
  /** Runs another flow that nobody waits for; `key` makes a repeated start harmless. */
  startRun: (call: RunCall, key: string) => Promise<{ runId: string }>;
  chat: (nodeId: string, idempotencyKey: string) => ChatPort | undefined;
  /** What this node remembers; `holder` is the activation that asks. */
  memory: (nodeId: string, holder: string) => StepMemory;
  /** Whether anybody wants to hear of steps as they begin. */
  isWatched: () => boolean;
  /** A step has been given a secret that no connection holds. */
  keepSecret: (secret: string) => void;
  /** The same without the secrets that the run has used so far. */
  withoutSecrets: <T>(value: T) => T;
  onStarted: (step: StepRecord) => void;
};
