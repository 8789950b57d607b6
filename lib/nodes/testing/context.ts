import type { ChatContent } from "#lib/chat/content.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { compileConfig } from "../compile-config.ts";
import type { ExecuteContext, Execution, Executor, NodeDefinition } from "../contract.ts";

export type TestContext = Partial<Omit<ExecuteContext, "config">>;

/**
 * Runs a node's executor as the engine does: settings through the definition's schema, then
 * `execute` with what the test gives of its context. What the test does not give, the node must not
 * need: the HTTP client and the offload pool throw when touched.
 */
export async function executeNode(
  definition: NodeDefinition,
  execute: Executor["execute"],
  config: JsonObject,
  context: TestContext = {},
): Promise<Execution> {
  const full: ExecuteContext = {
    config: definition.config.parse(config),
    connection: undefined,
    input: null,
    vars: {},
    http: { request: () => unexpected("HTTP request"), close: async () => {} },
    offload: { run: () => unexpected("offloaded task"), close: () => {} },
    files: { save: () => unexpected("file"), open: () => unexpected("file") },
    log: () => {},
    signal: new AbortController().signal,
    idempotencyKey: "run-1:node-1:0",
    attempt: 1,
    side: undefined,
    now: () => new Date("2026-03-02T09:30:00.000Z"),
    chat: undefined,
    resumed: undefined,
    collected: undefined,
    arrivals: {},
    fillAgain: (locals) =>
      compileConfig(definition, { ...definition.defaults, ...config }).resolve(locals),
    callbackUrl: () => "https://patchbay.example/callbacks/wait-1.signature",
    keepSecret: () => {},
    hops: 0,
    contactId: undefined,
    action: undefined,
    memory: forgetful,
    startRun: () => unexpected("run of another flow"),
    ...context,
  };
  return execute(full as ExecuteContext<never> /* parsed by the schema just above */);
}

/** The execution's result, for nodes that end at once. */
export async function doneOf(
  execution: Promise<Execution>,
): Promise<Extract<Execution, { kind: "done" }>> {
  const result = await execution;
  if (result.kind !== "done") throw new Error(`The step is not done: ${result.kind}`);
  return result;
}

/** A conversation that remembers what was said, and what was to be remembered of its contact. */
export function listeningChat(): {
  said: ChatContent[];
  remembered: JsonObject;
  chat: ExecuteContext["chat"];
} {
  const said: ChatContent[] = [];
  const remembered: JsonObject = {};
  const say = async (content: ChatContent): Promise<void> => {
    said.push(content);
  };
  const remember = async (values: JsonObject): Promise<void> => {
    Object.assign(remembered, values);
  };
  return { said, remembered, chat: { conversationId: "conversation-1", say, remember } };
}

/** What a visitor's reply resumes a step with. */
export function reply(
  text: string,
  state: JsonObject = {},
  value: string | null = null,
): NonNullable<ExecuteContext["resumed"]> {
  return { kind: "reply", state, reply: { text, value, at: "2026-03-02T09:30:00.000Z" } };
}

/** For `assert.rejects`: the error's code, and that its message is made for people. */
export function failsWith(code: string, message?: RegExp) {
  return (error: unknown): boolean => {
    if (!(error instanceof Error) || !("code" in error) || error.code !== code) throw error;
    if (message !== undefined && !message.test(error.message)) throw error;
    return true;
  };
}

/** A memory in which nothing was kept, and that keeps nothing. */
const forgetful: ExecuteContext["memory"] = {
  read: async () => undefined,
  write: async () => {},
  remove: async () => {},
  claim: async () => true,
  keep: async () => {},
  release: async () => {},
};

function unexpected(what: string): Promise<never> {
  return Promise.reject(new Error(`This node made an unexpected ${what}.`));
}
