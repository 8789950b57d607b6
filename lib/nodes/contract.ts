import type { z } from "zod";
import type { ChatContent } from "#lib/chat/content.ts";
import type { ConnectionLimits } from "#lib/connections/limits.ts";
import type { FilePort, FileRef } from "#lib/files/contract.ts";
import type { ShowCondition } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { Fields } from "./fields.ts";

export type NodeCategory = "trigger" | "conversation" | "logic" | "integration";

/**
 * An outlet. `kind` colours it: a failure outlet is shown apart from the normal ones, and so is one
 * that opens when time has run out (`timeout`) or while the step still works (`slow`).
 */
export type Port = {
  id: string;
  label: string;
  kind: "normal" | "failed" | "timeout" | "slow";
  /** There only while a setting that is shown has one of these values. */
  showWhen?: ShowCondition;
};

/**
 * What a second execution of the same step would do to the world: `none`, nothing that anybody else
 * sees; `read`, another system is asked again; `idempotent`, the same again; `once`, it must not
 * happen twice.
 */
export type Effects = "none" | "read" | "idempotent" | "once";

/** A button of the inspector: the step is executed by itself, with `action` set to the id. */
export type StepAction = {
  id: string;
  label: string;
  /** What it does to whom, in a sentence or two. */
  help: string;
};

export type TriggerKind =
  | "chat"
  | "webhook"
  | "manual"
  | "schedule"
  | "flow-event"
  | "error"
  | "sub-flow";

/** A description of a system's operation that a step keeps, by the setting that holds it. */
export type OperationCopy = {
  field: string;
  systemId: string;
  key: string;
  /** Of the description as it was taken over. */
  hash: string;
  name: string;
};

/**
 * The browser-safe half of a node. Adding one touches its folder, a line in `catalog.ts` and a line
 * in `executors.ts`; inspector, palette, linter and catalogue tests come from this object.
 */
export type NodeDefinition<Config extends z.ZodObject = z.ZodObject> = {
  /** Stored in documents and never renamed. */
  id: string;
  /** Grows when stored settings change shape; `migrate[n]` lifts version n + 1 to n + 2. */
  version: number;
  migrate: readonly ((config: JsonObject) => JsonObject)[];
  label: string;
  /** One plain sentence for the palette. */
  summary: string;
  category: NodeCategory;
  keywords: readonly string[];
  /** SVG path data on a 24 × 24 grid, drawn as a 2 px line. */
  icon: string;
  /** Set on triggers only. */
  trigger?: TriggerKind;
  /**
   * The connection kinds this node accepts, and whether it can do without. With `when`, one is asked
   * for only while that holds.
   */
  connection?: { kinds: readonly string[]; required: boolean; when?: ShowCondition };
  /** Strict; checked after templates are resolved. */
  config: Config;
  /** What a new node starts with. */
  defaults: JsonObject;
  fields: Fields;
  ports: {
    /** Triggers have no inlet. */
    in: boolean;
    /** Fixed outlets, in order. */
    out: readonly Port[];
    /**
     * Further outlets, one for each entry of a list setting: before the fixed ones, or with
     * `afterDone` between the normal ones and the rest.
     */
    outFrom?: { field: string; id: string; label: string; afterDone?: true };
    /** The outlet that a run takes past a step that is switched off; without it, the first. */
    passBy?: string;
  };
  /**
   * What `output` looks like. A field's description says in a few words what it is, where its name
   * alone could be taken for something else; the variable picker shows it.
   */
  output: z.ZodType;
  sample: Json | ((config: JsonObject) => Json);
  /** The card's second line, from raw settings; `*stars*` emphasise. Must not throw on half-filled settings. */
  describe: (config: JsonObject) => string;
  retry: { max: number; baseMs: number };
  timeoutMs: number;
  effects: Effects | ((config: JsonObject) => Effects);
  /**
   * The settings, filled in, with which the step is tried at its backup; undefined when they name
   * none. A step whose connection may be replaced by another has a backup without this.
   */
  backup?: (config: JsonObject) => JsonObject | undefined;
  /**
   * For how long the step is kept trying while the other side is down, in ms; its run waits meanwhile.
   * Without it, or with 0, the step fails when its retries are used up.
   */
  keepTrying?: (config: JsonObject) => number;
  /** What else a step can be asked to do from the inspector, once, as a test: see `action`. */
  actions?: readonly StepAction[];
  /** What its settings still need that no field of its own asks for, by its path within them. */
  missing?: (config: JsonObject) => readonly { field: string; label: string }[];
  /** The descriptions of operations that its settings hold a copy of, by the setting that does. */
  copies?: (config: JsonObject) => readonly OperationCopy[];
  /** Takes the whole scope's shape into account: the engine joins branches here. */
  joins?: boolean;
  /** May wait for a reply; a cycle through such a node is fine. */
  waits?: boolean;
  /** The outlet whose branch it runs for each item of a list; `loop` is there within it. */
  loops?: string;
  /** An item as it is before the first run, where the list is not in a setting `list`. */
  loopItem?: (config: JsonObject) => Json;
  /** Runs only in a conversation. */
  needsChat?: boolean;
  /**
   * What its templates see besides the run's values with these settings, by name, with a sample of
   * each: what only the step itself comes to know, such as the item of a list it works through. See
   * `fillAgain`.
   */
  locals?: (config: JsonObject) => JsonObject | undefined;
};

/** A credential, decrypted for one step. Never stored, never sent anywhere but to its provider. */
export type ResolvedConnection = {
  id: string;
  kind: string;
  name: string;
  settings: JsonObject;
  secrets: { [key: string]: string };
  /** What an admin lets it be used for. */
  limits?: ConnectionLimits;
  /**
   * For OAuth: the same with a new token, when the other side did not take this one; undefined when
   * it was renewed only just now, so that another would change nothing.
   */
  renew?: () => Promise<ResolvedConnection | undefined>;
};

/** What a chat-bound step can do. Message ids derive from the activation, so replays repeat nothing. */
export type ChatPort = {
  conversationId: string;
  /** Appends an outgoing message and shows it to the visitor at once. */
  say(content: ChatContent): Promise<void>;
  /** Remembers values of the visitor for later runs, as `contact.*`; texts, numbers, true and false. */
  remember(values: JsonObject): Promise<void>;
};

/** What arrived at a wait. */
export type Arrival =
  | { kind: "reply"; reply: { text: string; value: string | null; at: string; file?: FileRef } }
  /** The delay is over. */
  | { kind: "delay" }
  /** Nothing came in time. */
  | { kind: "timeout" }
  | { kind: "callback"; request: CallbackRequest }
  /** The run that was called has ended. */
  | { kind: "run"; result: CalledResult }
  /** A person has handed the conversation back. */
  | { kind: "person"; by: string };

export type CallbackRequest = {
  method: string;
  query: JsonObject;
  headers: JsonObject;
  body: Json;
  receivedAt: string;
};

export type CalledResult = {
  runId: string;
  state: "succeeded" | "failed" | "canceled";
  output: Json;
  error: { code: string; message: string } | null;
};

/** What a resumed step gets: what it waited for, and what it left for itself. */
export type Resumption = Arrival & { state: JsonObject };

/**
 * What a step waits for, with what it leaves for itself. `expiresAt`: when a delay is over, and when
 * anything else is given up (the step then runs again with `timeout`).
 */
export type WaitRequest =
  | { kind: "reply" | "callback" | "person"; state: JsonObject; expiresAt?: Date }
  | { kind: "delay"; state: JsonObject; expiresAt: Date }
  | { kind: "run"; state: JsonObject; expiresAt?: Date; call: RunCall };

/** Another flow to run: the live version of a flow of the same workspace. */
export type RunCall = {
  flowId: string;
  input: Json;
  /** It goes on with the same conversation. */
  inConversation: boolean;
};

/** What one round of `each` left, and the item it was for. */
export type Collected = { ok: boolean; output: Json; item: Json };

/**
 * What a step remembers from one run to the next, by keys of its own (at most 500 characters); values
 * are JSON of at most 64 KB. Tests and live runs remember apart; it goes with the flow.
 */
export type StepMemory = {
  /** Undefined when nothing was kept under this key. */
  read(key: string): Promise<Json | undefined>;
  write(key: string, value: Json): Promise<void>;
  remove(key: string): Promise<void>;
  /**
   * Before something is done that is to happen once for this value: false when the key has this value
   * already, or when another activation is about to give it that. Of several at once, one gets true;
   * the same activation gets the same answer again. A claim ends with `keep` or `release`, or after 15
   * minutes.
   */
  claim(key: string, value: Json): Promise<boolean>;
  /** It was done: the key has the value that was claimed, unless a newer claim has come. */
  keep(key: string): Promise<void>;
  /** It was not done. */
  release(key: string): Promise<void>;
};

export type ExecuteContext<Config = unknown> = {
  config: Config;
  connection: ResolvedConnection | undefined;
  /** The output of the step before; for a trigger, what it delivered. */
  input: Json;
  /** The run's variables, read-only; write by returning `vars`. */
  vars: Readonly<JsonObject>;
  http: HttpClient;
  offload: Offload;
  /** What it hands over and takes over as files. */
  files: FilePort;
  log: (message: string, facts?: JsonObject) => void;
  signal: AbortSignal;
  /** Stable over attempts and replays: `run:node:activation`. */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
  /** Which of the two is called; undefined for a step without a backup. */
  side: "primary" | "backup" | undefined;
  now: () => Date;
  chat: ChatPort | undefined;
  resumed: Resumption | undefined;
  /** After `each`: what the last step of each item's branch left, in the order of the items. */
  collected: Collected[] | undefined;
  /** For nodes that join: the outputs that arrived, by source node key. */
  arrivals: JsonObject;
  /** The settings once more, with these locals in their templates; to be parsed as `config` was. */
  fillAgain: (locals: JsonObject) => JsonObject;
  /**
   * The one-time address at which a `callback` wait of this activation is answered; signed, and the
   * same over replays.
   */
  callbackUrl: () => string;
  /**
   * Runs another flow that this one does not wait for; the same activation starts it once. Throws
   * `flow_not_found` and `not_published`.
   */
  startRun: (call: RunCall) => Promise<{ runId: string }>;
  memory: StepMemory;
  /** The contact of the conversation; undefined outside chats. */
  contactId: string | undefined;
  /** One of the definition's actions, when the step was asked for that in place of its usual work. */
  action: string | undefined;
  /** From now on, this is taken out of whatever is stored or shown of the run, as a credential is. */
  keepSecret: (secret: string) => void;
  /** How many flows have handed something on to one another before this one; 0 for the first. */
  hops: number;
};

export type Execution =
  | {
      kind: "done";
      /** Default `done`. */
      port?: string;
      output: Json;
      /** Variables to write. */
      vars?: JsonObject;
      /** Answers the request that started the run; the first answer counts. */
      respond?: { status: number; headers: { [name: string]: string }; body: string };
      /** Ends the whole run here, other branches included; `output` becomes its result. */
      stop?: boolean;
    }
  /**
   * Ends this job; the step runs again, `resumed`, when what it waits for is there. `early` opens an
   * outlet at once, beside the wait.
   */
  | { kind: "wait"; wait: WaitRequest; early?: { port: string; output: Json } }
  /**
   * Runs what hangs on `port` once for each item, `atOnce` at a time; the step runs again, with
   * `collected`, afterwards. With `keepGoing`, an item whose branch fails does not end the run.
   */
  | { kind: "each"; port: string; items: Json[]; atOnce: number; keepGoing: boolean };

export type Execute<Config = unknown> = (context: ExecuteContext<Config>) => Promise<Execution>;

/** One of the things that can be chosen in a setting. */
export type Choice = {
  value: string;
  label: string;
  /** What to know before choosing it, in a few words: "switched off". */
  note?: string;
};

/**
 * Lists what can be chosen, as the other side has it now. `config` holds the settings that the field
 * depends on, raw.
 */
export type LoadChoices = (context: {
  config: JsonObject;
  connection: ResolvedConnection | undefined;
  http: HttpClient;
  signal: AbortSignal;
}) => Promise<Choice[]>;

/** The server half of a node. */
export type Executor = {
  /** `context.config` was parsed by the definition's schema just before. */
  execute: Execute<never>;
  /** For fields of the kind `choice`, by their key; of a list's entries, by the entry's key. */
  options?: { readonly [field: string]: LoadChoices };
};
