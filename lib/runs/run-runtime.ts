import type { Pool } from "pg";
import type { ChatService } from "#lib/chat/contract.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Executor, NodeDefinition } from "#lib/nodes/contract.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { Journal } from "./journal.ts";
import type { RunBus } from "./run-bus.ts";

export type RunLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

/** What the run service is built from. */
export type RunServiceDeps = {
  /** For reading, waits and leases. */
  pool: Pick<Pool, "query">;
  /** The journal's own, of two connections. */
  journalPool: Pick<Pool, "query">;
  flows: Pick<FlowStore, "liveByFlow" | "draftForTest">;
  connections: Pick<ConnectionStore, "resolve">;
  /** Asked for late: chat and runs need each other. */
  chat: () => Pick<ChatService, "portFor" | "contact" | "apologise">;
  http: HttpClient;
  offload: Offload;
  executors: Readonly<Record<string, Executor>>;
  /** Default: the catalogue. */
  definitionOf?: (type: string) => NodeDefinition | undefined;
  /** Names this process in leases; a new one for every start. */
  ownerId: string;
  log: RunLog;
  /** Default: the system's clock. */
  clock?: () => Date;
  /** How long a lease holds, in ms, renewed at a third of that. Default 15,000. */
  leaseMs?: number;
  /** Runs walked at once at most; more are refused as `overloaded`. Default 2,000. */
  maxActive?: number;
};

/** What every walked run shares. */
export type RunRuntime = Pick<
  RunServiceDeps,
  "http" | "offload" | "connections" | "chat" | "log"
> & {
  journal: Journal;
  bus: RunBus;
  now: () => Date;
};
