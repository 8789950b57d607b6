import type { AnyEndpoint } from "./endpoint.ts";
import { connectionKindEndpoints } from "./endpoints/connection-kinds.ts";
import { connectionEndpoints } from "./endpoints/connections.ts";
import { conversationEndpoints } from "./endpoints/conversations.ts";
import { flowEndpoints } from "./endpoints/flows.ts";
import { runEndpoints } from "./endpoints/runs.ts";

/** The whole API, in the order of its reference. */
export const endpoints: readonly AnyEndpoint[] = [
  ...conversationEndpoints,
  ...runEndpoints,
  ...flowEndpoints,
  ...connectionKindEndpoints,
  ...connectionEndpoints,
];
