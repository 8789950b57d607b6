import type { ConnectionState, ConnectionSummary } from "#lib/connections/contract.ts";

/** What the list can be narrowed to. */
export const connectionViews = ["all", "trouble", "expiring", "untested", "unused"] as const;
export type ConnectionView = (typeof connectionViews)[number];

export type ConnectionFilter = { search: string; view: string; kind: string };
/** What the list shows when nobody narrowed it. */
export const everyConnection: ConnectionFilter = { search: "", view: "all", kind: "all" };

/** The worst first. */
const order: readonly ConnectionState[] = [
  "attention",
  "failing",
  "expired",
  "expiring",
  "untested",
  "ok",
];

export function isIn({ state, lastUsedAt }: ConnectionSummary, view: string): boolean {
  switch (view) {
    case "trouble":
      return state === "attention" || state === "failing" || state === "expired";
    case "expiring":
      return state === "expiring";
    case "untested":
      return state === "untested";
    case "unused":
      return lastUsedAt === null;
    default:
      return true;
  }
}

/** Connections that fit, those somebody has to look at first. Every word of the search is there. */
export function filterConnections(
  connections: readonly ConnectionSummary[],
  { search, view, kind }: ConnectionFilter,
): ConnectionSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return connections
    .filter((connection) => {
      if (!isIn(connection, view) || (kind !== "all" && connection.kind !== kind)) return false;
      const { name, kindLabel, owner, usedBy } = connection;
      const text = [name, kindLabel, owner?.name ?? "", ...usedBy.map(({ flowName }) => flowName)]
        .join(" ")
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
}

/** Trouble comes first; what merely was not tested keeps its place by name. */
function rankOf({ state }: ConnectionSummary): number {
  return Math.min(order.indexOf(state), order.indexOf("untested"));
}
