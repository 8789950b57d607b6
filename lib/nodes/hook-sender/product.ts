import type { JsonObject } from "#lib/flow/json.ts";
import type { ExecuteContext } from "../contract.ts";
import type { HookConfig } from "./config.ts";

/** How a hook has answered. `text` is the beginning of its body. */
export type HookAnswer = { status: number; text: string; body: unknown };

/**
 * What an answer means: `taken`; `later`, not now but worth another try; `off`, nobody listens there;
 * `refused` for good.
 */
export type Meaning = {
  kind: "taken" | "later" | "off" | "refused";
  /** In plain words; what the status alone says, when it is left out. */
  message?: string;
  next?: string;
};

/** What is particular to one automation service. Plain data and pure functions: the browser has it too. */
export type HookProduct = {
  /** The node's id and that of its kind of connection. */
  id: string;
  /** As people call the service: "Make". */
  name: string;
  /** What a hook starts there: "scenario"; and with its service's name: "a Make scenario". */
  starts: string;
  inFull: string;
  /** The largest body it takes, in bytes. */
  maxBytes: number;
  /** Whether it can answer with data of its own, and how one gets it to. */
  answers?: { help: string; missing: { message: string; next: string } };
  /** Reads an answer as the service means it; undefined where the status says it all. */
  explain: (answer: HookAnswer) => Meaning | undefined;
  /** Whether an answer is only the service's receipt, not one that somebody wrote. */
  isReceipt: (answer: HookAnswer) => boolean;
};

/**
 * Which hook is called for these settings: one of the connection's by its name, or another one by its
 * address, which is a secret; and what the output tells of it.
 */
export type Route = (
  context: ExecuteContext<HookConfig>,
) => Promise<{ hook?: string; address?: string; facts: JsonObject }>;
