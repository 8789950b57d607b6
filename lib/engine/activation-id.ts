import { hash } from "node:crypto";

/**
 * Names an activation by the path that led to it: its parent, the edge, and where it stands in a
 * loop. No counter takes part, so a replay yields the same ids and the same idempotency keys.
 */
export function nextActivationId(parent: string, edgeId: string, loop: string): string {
  return shorten(`${parent}>${edgeId}#${loop}`);
}

/** The id of a run's first activation. */
export function rootActivationId(nodeId: string): string {
  return shorten(`root>${nodeId}`);
}

/** The id of a joining node's activation: the same whichever branches arrived, or came first. */
export function joinActivationId(nodeId: string, round: number, loop: string): string {
  return shorten(`join>${nodeId}@${round}#${loop}`);
}

/**
 * The paths that every run of a flow walks are the same: their names are remembered. Those within loops
 * differ from item to item, so they are not.
 */
const remembered = new Map<string, string>();
const mostRemembered = 10_000;

function shorten(path: string): string {
  const known = remembered.get(path);
  if (known !== undefined) return known;
  const id = hash("sha1", path, "hex").slice(0, 16);
  if (path.endsWith("#") || path.startsWith("root>")) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(path, id);
  }
  return id;
}
