import type { FlowDocument } from "#lib/flow/document.ts";
import { drawDocument } from "#lib/flow-store/draw-document.ts";
import { starterDocument } from "#lib/flow-store/starters.ts";

const manual = { type: "manual-trigger", name: "By hand", at: [0, 0] as [number, number] };
const at: [number, number] = [352, 0];

const noted = { variables: [{ name: "noted", type: "text", value: "yes", remember: false }] };

/** Small flows that show one thing each. */
export const drawings = {
  manual: () =>
    drawDocument({
      nodes: { start: manual, next: { type: "set-variables", name: "Note", at, config: noted } },
      edges: [["start", "done", "next"]],
    }),
  waiting: () =>
    drawDocument({
      nodes: {
        start: manual,
        wait: { type: "delay", name: "Wait", at, config: { amount: 60, unit: "minutes" } },
      },
      edges: [["start", "done", "wait"]],
    }),
  callback: () =>
    drawDocument({
      nodes: { start: manual, wait: { type: "wait-for-callback", name: "Wait", at } },
      edges: [["start", "done", "wait"]],
    }),
  failing: () =>
    drawDocument({
      nodes: {
        start: manual,
        stop: { type: "stop", name: "Stop", at, config: { outcome: "failure", message: "No" } },
      },
      edges: [["start", "done", "stop"]],
    }),
  /** Its request is sent with a connection. */
  request: (connectionId: string | null = null) => {
    const drawn = drawDocument({
      nodes: { start: manual, call: { type: "rest-api", name: "Call", at } },
      edges: [["start", "done", "call"]],
    });
    const nodes = drawn.nodes.map((node) =>
      node.type === "rest-api" ? { ...node, connectionId } : node,
    );
    return { ...drawn, nodes };
  },
  chat: () => starterDocument("chat"),
  webhook: () => starterDocument("webhook"),
} satisfies { [name: string]: () => FlowDocument };
