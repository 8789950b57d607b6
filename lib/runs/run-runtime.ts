import type { Pool } from "pg";
import type { Budgets } from "#lib/budgets/budgets.ts";
import type { ChatService } from "#lib/chat/contract.ts";
import type { Circuits } from "#lib/circuits/circuits.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import type { UsageLog } from "#lib/connections/usage-log.ts";
import type { NoticeLine } from "#lib/db/notice-line.ts";
import type { RunRecord } from "#lib/db/runs/find-run.ts";
import type { WaitRow } from "#lib/db/runs/write-journal.ts";
import type { FileStore } from "#lib/files/contract.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { AnswerStore } from "#lib/http/cache/answer-store.ts";
import type { UnderWay } from "#lib/http/cache/remembering-client.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Executor, NodeDefinition, RunCall } from "#lib/nodes/contract.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { RunMetrics } from "#lib/operations/run-metrics.ts";
import type { VariableStore } from "#lib/workspace/variables/contract.ts";
import type { Journal } from "./journal.ts";
import type { Redactor } from "./redact.ts";
import type { RunBus } from "./run-bus.ts";
import type { RunQueue } from "./run-queue.ts";

export type RunLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

export type InLogContext = <T>(
  facts: { runId?: string; requestId?: string | undefined },
  work: () => T,
) => T;

/** Where lines of the log name nothing by themselves. */
export const unnamed: InLogContext = (_facts, work) => work();

/** What the run service is built from. */
export type RunServiceDeps = {
  /** For reading, waits and leases. */
  pool: Pick<Pool, "query">;
  /** The journal's own, of two connections. */
  journalPool: Pick<Pool, "query">;
  flows: Pick<FlowStore, "liveByFlow" | "draftForTest">;
  connections: Pick<ConnectionStore, "resolve">;
  /** What the workspace's variables hold. Default: there are none. */
  variables?: Pick<VariableStore, "resolve">;
  /** Asked for late: chat and runs need each other. */
  chat: () => Pick<ChatService, "portFor" | "contact" | "apologise"> & {
    /** Hands a conversation to people, with what the flow says to them. */
    park(conversationId: string, note: string): Promise<void>;
  };
  http: HttpClient;
  /** Which hosts are left alone for now. Default: none is. */
  circuits?: Pick<Circuits, "enter" | "settle"> | undefined;
  /** How often connections may call. Default: as often as they like. */
  budgets?: Pick<Budgets, "enter" | "pause"> | undefined;
  /** Answers that steps want remembered. Default: none are. */
  answers?: { store: AnswerStore; underWay: UnderWay } | undefined;
  offload: Offload;
  files: Pick<FileStore, "save" | "open">;
  /** What is taken in here and walked elsewhere, and the other way round. */
  queue: RunQueue;
  /** The public address at which a wait is answered. */
  callbackUrl: (waitId: string) => string;
  /** Whether flows of a workspace listen for the end of others. Default: none does. */
  isListenedTo?: (workspaceId: string) => boolean;
  /** Whether live runs of a workspace are paused. Default: none are. */
  isPaused?: (workspaceId: string) => boolean;
  /** Hears what connections are used for. Default: nobody does. */
  usage?: Pick<UsageLog, "add">;
  /** Takes secrets out of what a run leaves behind. Default: a `Redactor` for each run. */
  createRedactor?: () => Redactor;
  /** Default: nobody measures. */
  metrics?: RunMetrics;
  /**
   * Tells of runs that other processes have ended, and of tests that are watched there. Without it, a
   * walk notices with its next write, and tests that nobody watches go on.
   */
  line?: Pick<NoticeLine, "on">;
  /** How long a test goes on that nobody watches any more, in ms. Default 120,000. */
  testGraceMs?: number;
  executors: Readonly<Record<string, Executor>>;
  /** Default: the catalogue. */
  definitionOf?: (type: string) => NodeDefinition | undefined;
  /** Names this process in leases; a new one for every start. */
  ownerId: string;
  log: RunLog;
  /** Has every line that is logged within `work` name these. Default: they do not. */
  inLogContext?: InLogContext;
  /** Default: the system's clock. */
  clock?: () => Date;
  /** Runs walked at once at most; more are refused as `overloaded`. Default: `capacity.atAll`. */
  maxActive?: number;
};

/** What every walked run shares. */
export type RunRuntime = Pick<
  RunServiceDeps,
  | "http"
  | "circuits"
  | "budgets"
  | "answers"
  | "offload"
  | "files"
  | "connections"
  | "chat"
  | "log"
  | "usage"
  | "createRedactor"
> & {
  journal: Journal;
  /** For what steps remember. */
  pool: Pick<Pool, "query">;
  metrics: RunMetrics;
  bus: RunBus;
  now: () => Date;
  callbackUrl: (waitId: string) => string;
  isListenedTo: (workspaceId: string) => boolean;
  /** Starts another flow for a run; `waitId` names the wait that its result goes to. */
  startCalled: (
    caller: RunRecord,
    call: RunCall,
    key: string,
    waitId: string | null,
  ) => Promise<{ runId: string }>;
  /** Hears of each wait that a run of this process came to rest on, once it is on disk. */
  onWait: (run: RunRecord, wait: WaitRow) => void;
};
