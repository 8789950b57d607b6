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

function shorten(path: string): string {
  return hash("sha1", path, "hex").slice(0, 16);
}
