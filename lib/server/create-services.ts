import type { FastifyBaseLogger } from "fastify";
import type { Pool } from "pg";
import { createAccessService } from "#lib/access/access-service.ts";
import { createApiKeyService } from "#lib/access/api-keys/create-api-key-service.ts";
import { ensureAdmin } from "#lib/access/ensure-admin.ts";
import { createExternalSignIn } from "#lib/access/external/create-external-sign-in.ts";
import { noteInvitationMail } from "#lib/access/people/note-invitation-mail.ts";
import { issueSetupToken } from "#lib/access/setup-token.ts";
import { createAuditService } from "#lib/audit/create-audit-service.ts";
import {
  type CallbackAddresses,
  createCallbackAddresses,
} from "#lib/callbacks/callback-addresses.ts";
import type { ChatService } from "#lib/chat/contract.ts";
import { createChatService } from "#lib/chat/create-chat-service.ts";
import { createConversationDesk } from "#lib/chat/desk/create-conversation-desk.ts";
import { createChoiceService } from "#lib/choices/create-choice-service.ts";
import { createCircuitService } from "#lib/circuits/create-circuit-service.ts";
import { createConnectionStore } from "#lib/connections/connection-store.ts";
import { createKeyRing } from "#lib/connections/key-ring.ts";
import { createOAuthConnections } from "#lib/connections/oauth/create-oauth-connections.ts";
import { createDatabase } from "#lib/db/client.ts";
import type { FileStore } from "#lib/files/contract.ts";
import { createFileStore } from "#lib/files/create-file-store.ts";
import { createFileAddresses } from "#lib/files/file-addresses.ts";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { createMailer } from "#lib/mail/create-mailer.ts";
import { executors } from "#lib/nodes/executors.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { startQueue } from "#lib/queue/start-queue.ts";
import { auditedRuns } from "#lib/runs/audited-runs.ts";
import type { Redactor } from "#lib/runs/redact.ts";
import { createSystemService } from "#lib/systems/create-system-service.ts";
import { createTemplateService } from "#lib/templates/create-template-service.ts";
import { createWorkspaceService } from "#lib/workspace/create-workspace-service.ts";
import { createVariableStore } from "#lib/workspace/variables/create-variable-store.ts";
import { createCare } from "./create-care.ts";
import { createRuntime } from "./create-runtime.ts";
import type { Environment } from "./env/environment.ts";
import { isLoopback } from "./public-address.ts";
import { seedWorkspace } from "./seed-workspace.ts";
import { type Services, setServices } from "./services.ts";
import type { Metrics } from "./telemetry/create-metrics.ts";

export type RunningServices = Services & {
  pool: Pool;
  metrics: Metrics;
  callbacks: CallbackAddresses;
  files: FileStore;
  databaseAnswers(): Promise<boolean>;
  issueSetupToken(): Promise<string | undefined>;
};

export type ServicesOptions = {
  env: Environment;
  databaseUrl: string;
  baseUrl: string;
  log: FastifyBaseLogger;
  /** This process, for its lifetime: signs leases. */
  ownerId: string;
  /** Patchbay's own, for traces. */
  version: string;
  /** For a test that shows what redaction keeps back. Default: secrets are taken out. */
  createRedactor?: () => Redactor;
};

/** Builds every service once, in the order of their needs, and makes them known to Next's half. */
export async function createServices(options: ServicesOptions): Promise<RunningServices> {
  const { env, log, ownerId } = options;
  const onError = (error: unknown) => log.error({ err: error }, "something went wrong unseen");
  // The driver's errors carry their whole client along, which is nothing for a log.
  const onIdleError = (error: Error) =>
    log.warn({ reason: error.message }, "a database connection broke");
  const database = createDatabase(options.databaseUrl, onIdleError);
  const { prisma, pool } = database;
  const ring = await createKeyRing({
    encryptionKeys: env.encryptionKeys,
    dataDir: env.dataDir,
    mayGenerate: env.databaseUrl === undefined,
    prisma,
  });

  const https = options.baseUrl.startsWith("https:");
  const sessionSecret = ring.derive("session").toString("base64url");
  // next-auth reads its own address from the environment.
  process.env.NEXTAUTH_URL = options.baseUrl;

  const http = createHttpClient({ allow: [...env.egressAllow] });
  const offload = createOffload();
  // The largest descriptions of systems need more room than any step may have.
  const reading = createOffload({ processes: 1, queue: 8, heapMb: 512 });
  const flows = createFlowStore({ prisma });
  const allow = readAllowList(env.egressAllow);
  const guard = createEgressGuard(allow);
  const connections = createConnectionStore({ prisma, pool, ring, http, guard, allow, onError });
  const oauth = createOAuthConnections({
    ...{ prisma, ring, http, onError },
    baseUrl: options.baseUrl,
    forget: connections.forget,
  });
  const variables = createVariableStore({ prisma, pool, ring });
  const loopback = isLoopback(env.host) && !env.trustProxy;
  const queue = await startQueue({ databaseUrl: options.databaseUrl, roles: env.roles, log });
  const mailer = createMailer({
    ...{ server: env.mail, jobs: queue.mail, key: ring.derive("mail"), log },
    onOutcome: (outcome) => noteInvitationMail(prisma, outcome),
  });
  const { people, secondFactors, forgetSessions, ...access } = createAccessService({
    ...{ ring, mailer, baseUrl: options.baseUrl },
    prisma,
    sessionSecret,
    secureCookies: https,
    requireSetupToken: !loopback,
    prepareWorkspace: (owner) => seedWorkspace(flows, owner),
    onError,
  });
  const externalSignIn = createExternalSignIn({
    ...{ prisma, ring, http, onError },
    providers: env.signInProviders,
    baseUrl: options.baseUrl,
  });
  let chat: (ChatService & { recover(): Promise<void> }) | undefined;
  const lateChat = () => {
    if (chat === undefined) throw new Error("the chat is not there yet");
    return chat;
  };
  const auditKey = ring.derive("audit-stream");
  const callbacks = createCallbackAddresses(ring.derive("callback"));
  const files = createFileStore({
    ...{ pool, baseUrl: options.baseUrl },
    addresses: createFileAddresses(ring.derive("files")),
  });
  const runtime = await createRuntime({
    ...{ env, database, doorbells: queue, flows, ownerId, log },
    ...{ variables, connections, chat: lateChat, http, offload, files, executors },
    ...{ auditKey, version: options.version },
    ...(options.createRedactor && { createRedactor: options.createRedactor }),
    callbackUrl: (waitId) => `${options.baseUrl}${callbacks.pathOf(waitId)}`,
  });
  const { runs } = runtime;
  chat = createChatService({
    ...{ pool, flows, files, ownerId, log, runs: () => runs, line: runtime.line },
  });

  if (env.admin !== undefined) {
    const admin = await ensureAdmin(prisma, env.admin);
    if (admin !== undefined) await seedWorkspace(flows, admin);
  }
  const care = createCare({
    ...{ database, connections, http, allow, log, baseUrl: options.baseUrl, mailer },
    root: ring.derive("alert-webhook"),
    isWorker: env.roles.includes("worker"),
  });
  await runtime.start();
  await chat.recover();
  care.start();
  if (env.roles.includes("worker")) await mailer.start();

  const services: RunningServices = {
    access,
    people,
    apiKeys: createApiKeyService({ prisma, onError }),
    pool,
    externalSignIn,
    secondFactors,
    workspace: createWorkspaceService({ prisma, flows: runtime.flows, forgetSessions }),
    flows: runtime.flows,
    runs: auditedRuns(runs, prisma),
    operations: runtime.operations,
    conversations: createConversationDesk({
      ...{ pool, prisma, chat },
      resumePerson: runs.resumePerson,
    }),
    callbacks,
    files,
    connections,
    choices: createChoiceService({ flows: runtime.flows, connections, executors, http }),
    circuits: createCircuitService({ pool, prisma, circuits: runtime.circuits }),
    alerts: care.alerts,
    audit: createAuditService({ prisma, pool, key: auditKey, allow }),
    oauth,
    templates: createTemplateService({ prisma, flows: runtime.flows, connections }),
    variables,
    chat: lateChat(),
    systems: createSystemService({ prisma, pool, http, connections, offload: reading }),
    mailer,
    settings: {
      baseUrl: options.baseUrl,
      loopback,
      report: (error) => log.error({ err: error }, "something unexpected went wrong"),
    },
    metrics: runtime.metrics,
    databaseAnswers: () =>
      pool.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    issueSetupToken: () => issueSetupToken(prisma),
    async stop() {
      await Promise.all([lateChat().stop(), care.stop()]);
      await runtime.stop();
      mailer.stop();
      await Promise.all([http.close(), offload.close(), reading.close()]);
      await database.close();
    },
  };
  setServices(services);
  return services;
}
