import type { z } from "zod";
import type { ChatContent } from "#lib/chat/content.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { Fields } from "./fields.ts";

export type NodeCategory = "trigger" | "conversation" | "logic" | "integration";

/** An outlet. `kind` colours it: a failure outlet is shown apart from the normal ones. */
export type Port = { id: string; label: string; kind: "normal" | "failed" };

/**
 * What a second execution of the same step would do to the world: `none`, nothing; `idempotent`,
 * the same again; `once`, it must not happen twice.
 */
export type Effects = "none" | "idempotent" | "once";

export type TriggerKind = "chat" | "webhook" | "manual";

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
  /** The connection kinds this node accepts, and whether it can do without. */
  connection?: { kinds: readonly string[]; required: boolean };
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
    /** Further outlets, before the fixed ones, one for each entry of a list setting. */
    outFrom?: { field: string; id: string; label: string };
  };
  /** What `output` looks like: feeds the variable picker before the first run. */
  output: z.ZodType;
  sample: Json | ((config: JsonObject) => Json);
  /** The card's second line, from raw settings; `*stars*` emphasise. Must not throw on half-filled settings. */
  describe: (config: JsonObject) => string;
  retry: { max: number; baseMs: number };
  timeoutMs: number;
  effects: Effects | ((config: JsonObject) => Effects);
  /** Takes the whole scope's shape into account: the engine joins branches here. */
  joins?: boolean;
  /** May wait for a reply; a cycle through such a node is fine. */
  waits?: boolean;
  /** Runs only in a conversation. */
  needsChat?: boolean;
};

/** A credential, decrypted for one step. Never stored, never sent anywhere but to its provider. */
export type ResolvedConnection = {
  id: string;
  kind: string;
  name: string;
  settings: JsonObject;
  secrets: { [key: string]: string };
};

/** What a chat-bound step can do. Message ids derive from the activation, so replays repeat nothing. */
export type ChatPort = {
  conversationId: string;
  /** Appends an outgoing message and shows it to the visitor at once. */
  say(content: ChatContent): Promise<void>;
};

/** What a resumed step gets: what it waited for, and what it left for itself. */
export type Resumption = {
  kind: "reply";
  state: JsonObject;
  reply: { text: string; value: string | null; at: string };
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
  log: (message: string, facts?: JsonObject) => void;
  signal: AbortSignal;
  /** Stable over attempts and replays: `run:node:activation`. */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
  now: () => Date;
  chat: ChatPort | undefined;
  resumed: Resumption | undefined;
  /** For nodes that join: the outputs that arrived, by source node key. */
  arrivals: JsonObject;
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
    }
  /** Ends this job; the step runs again, `resumed`, when the reply is there. */
  | { kind: "wait"; wait: { kind: "reply"; state: JsonObject } };

export type Execute<Config = unknown> = (context: ExecuteContext<Config>) => Promise<Execution>;

/** The server half of a node. */
export type Executor = {
  /** `context.config` was parsed by the definition's schema just before. */
  execute: Execute<never>;
};
