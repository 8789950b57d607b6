import { createHash } from "node:crypto";
import { UserError } from "#lib/errors/user-error.ts";
import { canonicalJson } from "#lib/flow/canonical.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ExecuteContext } from "../contract.ts";
import { rulesHold } from "../rules-hold.ts";
import type { HookConfig } from "./config.ts";
import { sendSample } from "./send-sample.ts";

/** Whether a step sends; a claim that it has made is to be kept or released. */
export type Decision =
  | { send: false; reason: string }
  | { send: true; keep: () => Promise<void>; release: () => Promise<void> };

const always: Decision = { send: true, keep: async () => {}, release: async () => {} };

/**
 * Whether the conditions of a step hold for this data.
 *
 * @throws UserError `invalid_value` when it is not known of whom something is to be remembered
 */
export async function decide(context: ExecuteContext<HookConfig>, data: Json): Promise<Decision> {
  const { config } = context;
  if (context.action === sendSample.id) return always;
  switch (config.sendWhen) {
    case "always":
      return always;
    case "rules":
      return rulesHold(config.rules, true)
        ? always
        : { send: false, reason: "The rules did not hold." };
    case "changed":
      return await claim(
        context,
        `changed:${whose(context)}`,
        fingerprint(data, config),
        "Nothing has changed.",
      );
    case "once":
      return await claim(
        context,
        `once:${whose(context)}`,
        true,
        "It was sent for this one before.",
      );
  }
}

async function claim(
  { memory }: ExecuteContext<HookConfig>,
  key: string,
  value: Json,
  reason: string,
): Promise<Decision> {
  if (!(await memory.claim(key, value))) return { send: false, reason };
  return { send: true, keep: () => memory.keep(key), release: () => memory.release(key) };
}

/** Empty only for changes outside chats: then all are compared with what was sent last. */
function whose({ config, contactId }: ExecuteContext<HookConfig>): string {
  const known = config.whom.trim() || (contactId ?? "");
  if (known === "" && config.sendWhen === "once") {
    throw new UserError("invalid_value", "It is not known for whom this is to be sent once.", {
      next: "Fill in “For each” with something that tells them apart, such as an e-mail address.",
    });
  }
  // Hashed: an address of any length fits, and none stands in the memory.
  return createHash("sha256").update(known.toLowerCase()).digest("hex");
}

/** The same for the same data, whatever the order of its fields; of chosen fields when there are any. */
function fingerprint(data: Json, { changedFields }: HookConfig): string {
  const chosen =
    changedFields.length === 0 ? data : changedFields.map((name) => fieldOf(data, name.split(".")));
  return createHash("sha256").update(canonicalJson(chosen)).digest("hex");
}

function fieldOf(data: Json, [first, ...rest]: string[]): Json {
  if (first === undefined) return data;
  if (typeof data !== "object" || data === null || Array.isArray(data)) return null;
  return Object.hasOwn(data, first) ? fieldOf(data[first] ?? null, rest) : null;
}
