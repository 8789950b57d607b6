import type { ApiKeyService } from "#lib/access/api-keys/contract.ts";
import type { AccessService } from "#lib/access/contract.ts";
import type { ExternalSignIn } from "#lib/access/external/contract.ts";
import type { PeopleService } from "#lib/access/people/contract.ts";
import type { SecondFactors } from "#lib/access/second-factor/contract.ts";
import type { AlertService } from "#lib/alerts/contract.ts";
import type { AuditService } from "#lib/audit/contract.ts";
import type { ChatService } from "#lib/chat/contract.ts";
import type { ConversationDesk } from "#lib/chat/desk/contract.ts";
import type { ChoiceService } from "#lib/choices/contract.ts";
import type { CircuitService } from "#lib/circuits/contract.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import type { OAuthConnections } from "#lib/connections/oauth/contract.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { Mailer } from "#lib/mail/contract.ts";
import type { OperationsService } from "#lib/operations/contract.ts";
import type { RunService } from "#lib/runs/contract.ts";
import type { SystemService } from "#lib/systems/contract.ts";
import type { TemplateService } from "#lib/templates/contract.ts";
import type { WorkspaceService } from "#lib/workspace/contract.ts";
import type { VariableStore } from "#lib/workspace/variables/contract.ts";

/** Everything the process offers; built once by `create-services.ts`. Takes and returns plain data. */
export type Services = {
  access: AccessService;
  people: PeopleService;
  apiKeys: ApiKeyService;
  externalSignIn: ExternalSignIn;
  secondFactors: SecondFactors;
  workspace: WorkspaceService;
  flows: FlowStore;
  runs: RunService;
  operations: OperationsService;
  conversations: ConversationDesk;
  connections: ConnectionStore;
  choices: ChoiceService;
  circuits: CircuitService;
  alerts: AlertService;
  audit: AuditService;
  oauth: OAuthConnections;
  variables: VariableStore;
  templates: TemplateService;
  chat: ChatService;
  mailer: Mailer;
  systems: SystemService;
  settings: {
    baseUrl: string;
    /** Whether the server is reached over loopback only. */
    loopback: boolean;
    /** Logs an error that nobody expected. */
    report(error: unknown): void;
  };
  stop(): Promise<void>;
};

const key = Symbol.for("patchbay.services");
type Holder = { [key]?: Services };

/** Called once, by the composition root. */
export function setServices(services: Services): void {
  (globalThis as Holder) /* our own symbol on the global object */[key] = services;
}

/**
 * The process's services. Next's bundle has its own copies of every module, so they are found
 * through a global symbol: the same objects on both sides.
 */
export function services(): Services {
  const held = (globalThis as Holder) /* our own symbol on the global object */[key];
  if (held === undefined) throw new Error("Patchbay's services are not running in this process.");
  return held;
}
