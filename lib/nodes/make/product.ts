import type { HookProduct } from "../hook-sender/product.ts";

/** Make's custom webhook. See help.make.com/webhooks for its answers and limits. */
export const product: HookProduct = {
  id: "make",
  name: "Make",
  starts: "scenario",
  inFull: "a Make scenario",
  maxBytes: 5_000_000,
  answers: {
    help: "To answer, the scenario ends with “Webhooks”, “Webhook response”.",
    missing: {
      message: "Make has taken the data, but the scenario did not answer: it only said “Accepted”.",
      next: "End the scenario with “Webhooks”, “Webhook response”, and run it at once, not on a schedule. Or choose to go on once Make has the data.",
    },
  },
  explain({ status, text }) {
    if (status === 410) {
      return {
        kind: "off",
        message: "No scenario listens to this Make webhook: it is switched off, or was deleted.",
        next: "Switch the scenario on in Make.",
      };
    }
    if (status === 400 && /queue is full/i.test(text)) {
      return {
        kind: "later",
        message: "The queue of this Make webhook is full: the scenario does not keep up.",
        next: "Let the scenario run more often, or look in Make why it has stopped.",
      };
    }
    return undefined;
  },
  isReceipt: ({ text }) => /^\s*accepted\s*$/i.test(text),
};
