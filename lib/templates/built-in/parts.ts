import { httpKindIds } from "#lib/connections/http-kinds.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { DrawnNode } from "#lib/flow-store/draw-document.ts";
import type { ConnectionSlot, TemplateParameter } from "../template.ts";

type At = [x: number, y: number];

/** Kinds for an API that is called with somebody's key or account. */
const apiKinds = httpKindIds.filter((kind) => !["openai", "caldav"].includes(kind));

/** A place for the connection of an API that may also be open to all. */
export function apiSlot(label: string): ConnectionSlot {
  return {
    ref: "connection-1",
    label,
    help: "With the key or account that it wants. Leave it empty if it answers everybody.",
    kinds: apiKinds,
    required: false,
  };
}

export function addressParameter(label: string, placeholder: string, help = ""): TemplateParameter {
  return {
    ...{ key: "address", label, help, placeholder },
    ...{ kind: "url", options: [], initial: "", required: true },
  };
}

export function textParameter(key: string, label: string, initial: string): TemplateParameter {
  return {
    ...{ key, label, initial, help: "", placeholder: "" },
    ...{ kind: "text", options: [], required: true },
  };
}

/** A call that is tried again three times, and given up after 20 seconds each. */
export function callApi(name: string, at: At, config: JsonObject): DrawnNode {
  return {
    type: "rest-api",
    name,
    at,
    config: { timeoutSeconds: 15, ...config },
    connection: "connection-1",
    retries: 3,
    timeoutMs: 20_000,
  };
}

export function say(name: string, at: At, text: string, more: JsonObject = {}): DrawnNode {
  return { type: "send-message", name, at, config: { text, ...more } };
}

export function ask(name: string, at: At, config: JsonObject): DrawnNode {
  return { type: "ask-question", name, at, config };
}

type Branch = { id: string; name: string; left: string; operator: string; right?: string };

/** A choice between branches of one rule each. */
export function choose(name: string, at: At, branches: readonly Branch[]): DrawnNode {
  return {
    type: "condition",
    name,
    at,
    config: {
      branches: branches.map(({ id, name: label, left, operator, right = "" }) => ({
        id,
        name: label,
        when: { match: "all", rules: [{ left, operator, right }] },
      })),
    },
  };
}
