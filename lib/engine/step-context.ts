import type { FilePort } from "#lib/files/contract.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type {
  ChatPort,
  ExecuteContext,
  Execution,
  ResolvedConnection,
  Resumption,
  StepMemory,
} from "#lib/nodes/contract.ts";
import type { Offload } from "#lib/offload/offload.ts";

export type StepContextInit = Omit<ExecuteContext, "signal" | "config"> & { config: JsonObject };

/** What an executor gets for one try. Its abort controller exists only once somebody asks for it. */
export class StepContext implements ExecuteContext {
  readonly config: JsonObject;
  readonly connection: ResolvedConnection | undefined;
  readonly input: Json;
  readonly vars: Readonly<JsonObject>;
  readonly http: HttpClient;
  readonly offload: Offload;
  readonly files: FilePort;
  readonly log: ExecuteContext["log"];
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly side: ExecuteContext["side"];
  readonly now: () => Date;
  readonly chat: ChatPort | undefined;
  readonly resumed: Resumption | undefined;
  readonly collected: ExecuteContext["collected"];
  readonly callbackUrl: ExecuteContext["callbackUrl"];
  readonly startRun: ExecuteContext["startRun"];
  readonly arrivals: JsonObject;
  readonly keepSecret: ExecuteContext["keepSecret"];
  readonly hops: number;
  readonly memory: StepMemory;
  readonly contactId: string | undefined;
  readonly action: string | undefined;
  readonly fillAgain: ExecuteContext["fillAgain"];
  #controller: AbortController | undefined;
  #reason: { error: unknown } | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(init: StepContextInit) {
    this.config = init.config;
    this.connection = init.connection;
    this.input = init.input;
    this.vars = init.vars;
    this.http = init.http;
    this.offload = init.offload;
    this.files = init.files;
    this.log = init.log;
    this.idempotencyKey = init.idempotencyKey;
    this.attempt = init.attempt;
    this.side = init.side;
    this.now = init.now;
    this.chat = init.chat;
    this.resumed = init.resumed;
    this.collected = init.collected;
    this.callbackUrl = init.callbackUrl;
    this.startRun = init.startRun;
    this.arrivals = init.arrivals;
    this.keepSecret = init.keepSecret;
    this.hops = init.hops;
    this.memory = init.memory;
    this.contactId = init.contactId;
    this.action = init.action;
    this.fillAgain = init.fillAgain;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason.error);
    }
    return this.#controller.signal;
  }

  /** Ends the try now, whether or not the executor heeds its signal. */
  abort(error: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { error };
    this.#reject?.(error);
    this.#controller?.abort(error);
  }

  /** Settles as the execution does, or as `abort` says, whichever is first. */
  run(execute: (context: ExecuteContext) => Promise<Execution>): Promise<Execution> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      execute(this).then(resolve, reject);
    });
  }
}
