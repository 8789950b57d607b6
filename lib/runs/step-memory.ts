import type { Pool } from "pg";
import { storableJson } from "#lib/db/runs/storable-json.ts";
import {
  claimMemory,
  countMemory,
  keepMemory,
  type MemoryOwner,
  readMemory,
  releaseMemory,
  removeMemory,
  writeMemory,
} from "#lib/db/step-memory/step-memory-rows.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { StepMemory } from "#lib/nodes/contract.ts";

const longestKey = 500;
/** As JSON, in bytes. */
const largestValue = 65_536;
const defaultMostKeys = 250_000;

/** A step's memory for one activation, which is `holder`. `mostKeys`: how many keys a step may have. */
export function createStepMemory(
  pool: Pick<Pool, "query">,
  owner: MemoryOwner,
  holder: string,
  mostKeys: number = defaultMostKeys,
): StepMemory {
  const refuseWhenFull = async (key: string) => {
    if ((await countMemory(pool, owner, mostKeys)) < mostKeys) return;
    if ((await readMemory(pool, owner, key)) !== undefined) return;
    throw new UserError(
      "memory_full",
      `This step remembers ${mostKeys.toLocaleString("en")} entries already, and no more fit.`,
      { next: "Add a new step in its place: it starts with an empty memory." },
    );
  };
  return {
    read: (key) => readMemory(pool, owner, keyOf(key)),
    async write(key, value) {
      const json = textOf(value);
      await refuseWhenFull(keyOf(key));
      await writeMemory(pool, owner, keyOf(key), json);
    },
    remove: (key) => removeMemory(pool, owner, keyOf(key)),
    async claim(key, value) {
      const json = textOf(value);
      await refuseWhenFull(keyOf(key));
      return await claimMemory(pool, owner, keyOf(key), json, holder);
    },
    keep: (key) => keepMemory(pool, owner, keyOf(key), holder),
    release: (key) => releaseMemory(pool, owner, keyOf(key), holder),
  };
}

/** @throws UserError `invalid_value` */
function keyOf(key: string): string {
  const stored = storableJson(key);
  if (stored !== "" && stored.length <= longestKey) return stored;
  throw new UserError(
    "invalid_value",
    stored === ""
      ? "A step cannot remember something without a name."
      : "What the step remembers by is too long.",
    { next: "Use an e-mail address or a number." },
  );
}

/** @throws UserError `invalid_value` */
function textOf(value: Json): string {
  const text = JSON.stringify(storableJson(value));
  if (Buffer.byteLength(text) <= largestValue) return text;
  throw new UserError("invalid_value", "A step can remember values of 64 KB at most.");
}
