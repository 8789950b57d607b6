import type { Json } from "#lib/flow/json.ts";
import type { Joins } from "./joins.ts";
import { edgesFrom, followEdge, type Token } from "./token.ts";

/**
 * The tokens that follow an outlet of a step, through joins. Each is counted in its round of a loop;
 * the step's own token still is.
 */
export function branchOut(token: Token, port: string | null, output: Json, joins: Joins): Token[] {
  const next: Token[] = [];
  for (const edge of edgesFrom(token.node, port)) {
    const follower = followEdge(token, edge, output);
    follower.frame?.enter();
    if (follower.node.joins === undefined) {
      next.push(follower);
      continue;
    }
    const joined = joins.arrive(follower, edge);
    // The token before is still counted, so a round cannot end here.
    if (joined === "late") follower.frame?.leave();
    else if (joined !== "held") next.push(joined);
  }
  return next;
}
