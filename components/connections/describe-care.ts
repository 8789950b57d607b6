import type { ConnectionGrants } from "#lib/connections/grants.ts";
import type { ConnectionLimits } from "#lib/connections/limits.ts";
import { counted } from "#lib/words/counted.ts";

/** Limits in a few words: “2 flows, GET only”. */
export function describeLimits(
  limits: ConnectionLimits,
  flows: readonly { id: string; name: string }[] = [],
): string {
  const parts: string[] = [];
  const [only, ...more] = limits.flows ?? [];
  if (only !== undefined) {
    const name = flows.find(({ id }) => id === only)?.name;
    parts.push(more.length === 0 && name ? `“${name}” only` : counted(1 + more.length, "flow"));
  }
  if (limits.nodes) parts.push(counted(limits.nodes.length, "kind of step", "kinds of step"));
  if (limits.methods) parts.push(`${limits.methods.join(", ")} only`);
  const { requests, per = "second", atOnce } = limits.rate ?? {};
  if (requests !== undefined) parts.push(`${requests} per ${per}`);
  if (atOnce !== undefined) parts.push(`${atOnce} at once`);
  return parts.join(", ") || "None";
}

/** Who may use it, in a few words. */
export function describeGrants(
  { roles, people }: ConnectionGrants,
  known: readonly { userId: string; name: string }[] = [],
): string {
  if (people !== undefined) {
    const [only] = people;
    if (only === undefined) return "Admins only";
    const name = known.find(({ userId }) => userId === only)?.name;
    return people.length === 1 && name
      ? `Admins and ${name}`
      : `Admins and ${counted(people.length, "person", "people")}`;
  }
  return roles === undefined || roles.includes("editor") ? "Everybody" : "Admins only";
}
