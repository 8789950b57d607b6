import { randomUUID } from "node:crypto";
import type { NewApiKey } from "#lib/access/api-keys/contract.ts";
import type { Actor } from "#lib/access/contract.ts";
import { appendMessage } from "#lib/db/chat/messages.ts";
import type { House } from "./house.ts";
import { drawings } from "./things-flows.ts";

/** The smallest PNG there is, as a browser reads it. */
export const smallImage =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** The shortest description of a system with an operation. */
const description = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://shop.example.com" }],
  paths: { "/orders": { get: { operationId: "listOrders", responses: {} } } },
});

let count = 0;
/** A name that nothing else has. */
export const newName = (what: string) => `${what} ${++count}`;

/** Everything a workspace can hold, made by its owner. */
export function createThings({ services, prisma, pool }: House, owner: Actor) {
  const { workspaceId } = owner;
  const flow = async (drawing: keyof typeof drawings = "manual") => {
    const made = await services.flows.create(owner, {
      name: newName("Flow"),
      document: drawings[drawing](),
    });
    // Reading gives its webhooks their addresses: that is no change of whoever comes next.
    return services.flows.get(owner, made.id);
  };
  const liveFlow = async (drawing: keyof typeof drawings = "manual") => {
    const { id } = await flow(drawing);
    const outcome = await services.flows.publish(owner, { flowId: id });
    if (!outcome.published) throw new Error(`not published: ${outcome.problems[0]?.message}`);
    return services.flows.get(owner, id);
  };

  /** A run of a live flow, once it has ended or waits. */
  const run = async (drawing: keyof typeof drawings = "manual") => {
    const { id: flowId } = await liveFlow(drawing);
    const target = await services.flows.liveByFlow(flowId);
    const triggerNodeId = target?.document.nodes[0]?.id ?? "";
    if (target === null) throw new Error("it is not live");
    const started = services.runs.start({
      ...{ target, mode: "live", triggerKind: "manual", triggerNodeId, payload: {} },
    });
    const ended = await started.result;
    return { flowId, runId: started.runId, state: ended.state, hash: target.documentHash };
  };

  const conversation = async () => {
    const { id: flowId, slug } = await liveFlow("chat");
    const opened = await services.chat.open(slug);
    return { flowId, slug, ...opened };
  };

  const connection = (values: { kind?: string; [key: string]: unknown } = {}) =>
    services.connections.create(owner, {
      ...{ name: newName("Connection"), kind: "bearer" },
      values: { token: "a-token-nobody-knows", allowedHosts: "api.example.com" },
      ...values,
    });

  return {
    ...{ flow, liveFlow, run, conversation, connection },

    /** A run that asks for attention: it has failed, and nobody waited for it. */
    async deadLetter() {
      const made = await run("failing");
      await pool.query("UPDATE runs SET dead_at = now() WHERE id = $1", [made.runId]);
      await pool.query(
        "INSERT INTO run_inbox (run_id, payload) VALUES ($1, '{}') ON CONFLICT DO NOTHING",
        [made.runId],
      );
      return made;
    },

    parked: async (by: Actor) => {
      const made = await conversation();
      await services.conversations.takeOver(by, made.conversationId);
      return made;
    },
    async conversationAskingForFile() {
      const made = await conversation();
      await appendMessage(pool, {
        ...{ conversationId: made.conversationId, direction: "out", at: new Date() },
        ...{ runId: null, nodeId: null, dedupeKey: randomUUID() },
        content: { text: "A file, please", expects: "file", upload: { maxBytes: 1_000 } },
      });
      return made;
    },

    /** An account that has been, or can be, connected at a provider. */
    account: () =>
      connection({
        kind: "oauth2",
        values: {
          ...{ clientId: "us", clientSecret: "a-secret-of-the-client", scopes: "read" },
          authorizationUrl: "https://login.example.com/authorize",
          tokenUrl: "https://login.example.com/token",
          allowedHosts: "api.example.com",
        },
      }),

    system: () =>
      services.systems.import(owner, { name: newName("System"), source: { text: description } }),

    async circuit(): Promise<string> {
      const id = randomUUID();
      await pool.query(
        `INSERT INTO circuit_states (id, workspace_id, host, state, failures, opened_at, retry_at)
         VALUES ($1, $2, $3, 'open', 9, now(), now() + interval '1 hour')`,
        [id, workspaceId, `${id}.example.com`],
      );
      return id;
    },

    invitation: async () => {
      const { id, token } = await services.people.invite(owner, {
        ...{ role: "viewer", email: "", note: "" },
      });
      return { id, token };
    },

    key: (by: Actor, scopes: NewApiKey["scopes"]) =>
      services.apiKeys.create(by, { name: newName("Key"), scopes, days: 30 }),

    async variable(): Promise<string> {
      const name = `variable_${++count}`;
      await services.variables.create(owner, { name, note: "", secret: false, value: "1" });
      return (await prisma.workspaceVariable.findFirstOrThrow({ where: { workspaceId, name } })).id;
    },

    /** Where audit entries go. */
    async stream(on = owner): Promise<void> {
      await services.audit.setStream(on, { url: `https://${randomUUID()}.example.com/` });
    },

    async logo(): Promise<string> {
      await services.workspace.setLogo(owner, { base64: smallImage });
      return (await prisma.workspaceLogo.findUniqueOrThrow({ where: { workspaceId } })).hash;
    },

    /** The id of a template that the workspace keeps. */
    async template(): Promise<string> {
      const made = await services.templates.save(owner, {
        ...{ name: newName("Template"), summary: "", category: "chat", scope: "flow", asked: [] },
        document: drawings.manual(),
      });
      return made.id;
    },

    /** A template as a file. */
    async templateFile(): Promise<string> {
      const { template } = await services.templates.exportFile(owner, "patchbay/feedback");
      return JSON.stringify({ ...template, name: newName("Template") });
    },

    /** A stored file's address. */
    async file(): Promise<string> {
      const meta = { name: `${newName("file")}.png`, type: "image/png" };
      const bytes = Buffer.from(smallImage, "base64");
      return new URL((await services.files.save({ workspaceId }, meta, [bytes])).url).pathname;
    },

    /** A wait for a callback, and the path that ends it. */
    async callback(): Promise<string> {
      const { runId } = await run("callback");
      const wait = await prisma.wait.findFirstOrThrow({ where: { runId } });
      return services.callbacks.pathOf(wait.id);
    },
  };
}
