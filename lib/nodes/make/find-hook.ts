import { LRUCache } from "lru-cache";
import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import type { Route } from "../hook-sender/product.ts";
import { askApi } from "./ask-api.ts";
import { scenarioConfig } from "./scenario.ts";

const settings = z.object(scenarioConfig);
const answer = z.object({ hook: z.object({ url: z.url(), gone: z.boolean().optional() }) });

/** Addresses of hooks, in memory only: Make lets its API be asked seldom. By connection, token and hook. */
const known = new LRUCache<string, string>({ max: 500, ttl: 600_000 });

/**
 * The address of the scenario that a step has chosen, asked of Make; none was chosen: the connection's
 * own.
 *
 * @throws UserError `hook_gone`, and what `askApi` throws
 */
export const findHook: Route = async (context) => {
  const { hookId } = settings.parse(pick(context.config));
  if (hookId.trim() === "") return { facts: {} };
  if (!/^\d+$/.test(hookId.trim())) {
    throw new UserError(
      "invalid_config",
      "The scenario is none of Make's: choose it from the list.",
    );
  }
  const { connection } = context;
  const key = JSON.stringify([connection?.id, connection?.secrets.apiToken, hookId.trim()]);
  const kept = known.get(key);
  const address = kept ?? (await ask(context, hookId.trim()));
  // The token's owner may see it, readers of runs may not.
  context.keepSecret(address);
  known.set(key, address);
  return { address, facts: {} };
};

async function ask(context: Parameters<Route>[0], hookId: string): Promise<string> {
  const { hook } = await askApi(context, `hooks/${hookId}`, answer);
  if (hook.gone !== true) return hook.url;
  throw new UserError("hook_gone", "Make has no address for this scenario's hook any more.", {
    next: "Choose the scenario again in the step's settings.",
  });
}

/** The settings that are Make's own. */
function pick(config: object): { team?: unknown; hookId?: unknown } {
  return {
    ...("team" in config && { team: config.team }),
    ...("hookId" in config && { hookId: config.hookId }),
  };
}
