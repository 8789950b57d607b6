import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { type ErrorCode, httpStatusOf } from "#lib/errors/codes.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { Executor, ResolvedConnection } from "#lib/nodes/contract.ts";
import { Redactor } from "#lib/runs/redact.ts";
import type { ChoiceService, ChoicesWanted } from "./contract.ts";

/** More than anybody looks through; a longer list is cut. */
const mostChoices = 1_000;
/** In ms. */
const patience = 20_000;

type Deps = {
  flows: Pick<FlowStore, "get">;
  connections: Pick<ConnectionStore, "list" | "resolve">;
  executors: Readonly<Record<string, Executor>>;
  http: HttpClient;
};

/** Builds the service; it keeps nothing, so that people see what there is now. */
export function createChoiceService({ flows, connections, executors, http }: Deps): ChoiceService {
  async function connectionFor(
    actor: Actor,
    { flowId, nodeType, connectionId }: ChoicesWanted,
  ): Promise<ResolvedConnection | undefined> {
    const accepted = definitionOf(nodeType)?.connection;
    if (connectionId === null || accepted === undefined) return undefined;
    const chosen = (await connections.list(actor)).find(({ id }) => id === connectionId);
    if (chosen === undefined || !accepted.kinds.includes(chosen.kind)) {
      throw new UserError("connection_missing", "Choose a connection for this step first.");
    }
    if (!chosen.mayUse) {
      throw new UserError("connection_not_allowed", `You may not use “${chosen.name}”.`);
    }
    return connections.resolve(actor.workspaceId, connectionId, { flowId, nodeType });
  }

  return {
    async load(actor, wanted) {
      requirePermission(actor, "flows.edit");
      await flows.get(actor, wanted.flowId);
      const { nodeType, field, config } = wanted;
      const options = Object.hasOwn(executors, nodeType) ? executors[nodeType]?.options : undefined;
      const load = options && Object.hasOwn(options, field) ? options[field] : undefined;
      if (load === undefined) {
        throw new UserError("not_found", "There is nothing to choose from here.");
      }
      const redactor = new Redactor();
      try {
        const connection = await connectionFor(actor, wanted);
        if (connection !== undefined) redactor.add(connection.secrets, connection.settings);
        const signal = AbortSignal.timeout(patience);
        const choices = await load({ config, connection, http, signal });
        return redactor.redact(choices.slice(0, mostChoices));
      } catch (error) {
        throw withoutSecrets(error, redactor);
      }
    },
  };
}

/** The other side may repeat its credential in what it fails with. */
function withoutSecrets(error: unknown, redactor: Redactor): unknown {
  if (!isPatchbayError(error) || httpStatusOf(error.code) === 500) return error;
  return new UserError(
    error.code as ErrorCode /* it was made from one */,
    redactor.redact(error.message),
    error.next === undefined ? {} : { next: redactor.redact(error.next) },
  );
}
