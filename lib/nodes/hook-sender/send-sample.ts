import type { StepAction } from "../contract.ts";

/** Sends the data once, whatever the conditions, and waits for nothing. */
export const sendSample = {
  id: "send-sample",
  label: "Send a sample",
} satisfies Partial<StepAction>;
