import { z } from "zod";
import { rateLimit } from "#lib/budgets/rate-limit.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";

const ids = z.array(z.string().min(1).max(80)).max(500).optional();

/** What an admin lets a connection be used for; a missing list means no limit. */
export const connectionLimits = z.strictObject({
  /** Flows by their id. */
  flows: ids,
  /** Kinds of steps, such as `rest-api`. */
  nodes: ids,
  /** Methods of web requests, in capital letters. */
  methods: z.array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])).optional(),
  /** For each host by itself. */
  rate: rateLimit.optional(),
});
export type ConnectionLimits = z.infer<typeof connectionLimits>;

/** Who is about to use a connection. */
export type ConnectionUse = { flowId: string; nodeType: string };

/** Which limit keeps a step from using a connection; undefined when none does. */
export function limitAgainst(
  limits: ConnectionLimits,
  { flowId, nodeType }: Partial<ConnectionUse>,
): "flows" | "nodes" | undefined {
  if (limits.flows && flowId !== undefined && !limits.flows.includes(flowId)) return "flows";
  if (limits.nodes && nodeType !== undefined && !limits.nodes.includes(nodeType)) return "nodes";
  return undefined;
}

/** @throws UserError `connection_not_allowed` when the connection is not meant for this flow or step */
export function checkUse(name: string, limits: ConnectionLimits, use: ConnectionUse): void {
  const against = limitAgainst(limits, use);
  if (against === "flows") throw notAllowed(name, "in this flow");
  if (against === "nodes") throw notAllowed(name, "by this kind of step");
}

/** @throws UserError `connection_not_allowed` when the connection is not meant for this method */
export function checkMethod({ name, limits }: ResolvedConnection, method: string): void {
  const allowed: readonly string[] | undefined = limits?.methods;
  if (allowed === undefined || allowed.includes(method.toUpperCase())) return;
  const list = allowed.length === 0 ? "none" : allowed.join(", ");
  throw notAllowed(name, `for ${method.toUpperCase().slice(0, 20)} requests, only for ${list}`);
}

function notAllowed(name: string, where: string): UserError {
  return new UserError("connection_not_allowed", `“${name}” may not be used ${where}.`, {
    next: "An administrator can change this under Connections, “Limits”.",
  });
}
