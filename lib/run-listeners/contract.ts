import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";

/** What Flow event and Error flow triggers deliver. */
export const runEndedPayload = z.object({
  run: z.object({
    id: z.string(),
    /** `canceled` is heard by those alone who asked for every end: nothing went wrong. */
    state: z.enum(["succeeded", "failed", "canceled"]),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    /** What the run answered, redacted. */
    result: jsonValue,
    /** Time spent walking, waits left out. */
    durationMs: z.number(),
    startedAt: z.string(),
    triggerKind: z.string(),
  }),
  flow: z.object({ id: z.string(), name: z.string() }),
});

export type RunEndedPayload = z.infer<typeof runEndedPayload>;

/** Which endings a listener hears. */
export type ListenedOutcome = "succeeded" | "failed" | "any";

/** Runs that set one another off: at most this many stand above one. */
export const deepestChain = 5;

/** Notified whenever a flow with listeners is published or taken off the air. */
export const listenersChannel = "patchbay_listeners";
