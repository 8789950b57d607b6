import { z } from "zod";
import type { JsonObject } from "#lib/flow/json.ts";
import { rulesHold } from "../rules-hold.ts";
import { routesConfig } from "./routes.ts";

const settings = z.object(routesConfig);

/** The hook whose rules hold first, by its name in the connection; the connection's own when none do. */
export function routeOf(config: JsonObject): { hook: string; facts: JsonObject } {
  const { data } = settings.safeParse(config);
  const route = data?.routes.find(({ when }) => rulesHold(when, true));
  const workflowId = (route === undefined ? data?.workflowId : route.workflowId) ?? "";
  const hook = route?.hook.trim() ?? "";
  return { hook, facts: { workflowId, hook } };
}
