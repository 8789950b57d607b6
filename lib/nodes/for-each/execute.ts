import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { clip } from "../clip.ts";
import type { Collected, Execute } from "../contract.ts";
import type { ForEachConfig } from "./definition.ts";
import { itemsOf } from "./items-of.ts";

/**
 * Has the engine run its branch for each item, and hands on what the rounds left.
 *
 * @throws UserError `invalid_value` when there is no list to go through
 */
export const execute: Execute<ForEachConfig> = async ({ config, collected }) => {
  if (collected !== undefined) return { kind: "done", output: summary(collected) };
  const items = readItems(config.list);
  return {
    kind: "each",
    port: "each",
    items,
    atOnce: config.mode === "at-once" ? config.atOnce : 1,
    keepGoing: config.whenOneFails === "go-on",
  };
};

function summary(collected: readonly Collected[]): Json {
  const errors = collected.flatMap(({ ok, output }, index) =>
    ok ? [] : [{ index, message: messageOf(output) }],
  );
  return {
    items: collected.map(({ output }) => output),
    count: collected.length,
    failed: errors.length,
    errors,
  };
}

function messageOf(output: Json): string {
  const { error } = Object(output) as { error?: { message?: unknown } };
  return typeof error?.message === "string" ? error.message : "It failed.";
}

function readItems(value: Json): Json[] {
  const items = itemsOf(value);
  if (items !== undefined) return items;
  const got = value === null || value === "" ? "nothing" : `“${clip(String(value), 60)}”`;
  throw new UserError("invalid_value", `There is no list to go through: got ${got}.`, {
    next: "Pick a list from an earlier step, such as {{ nodes.get_orders.body.orders }}.",
  });
}
