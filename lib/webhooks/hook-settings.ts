import type { FlowNode } from "#lib/flow/document.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import { definition, type WebhookTriggerConfig } from "#lib/nodes/webhook-trigger/definition.ts";
import type { Verification } from "./signature/verify.ts";

export type HookSettings = {
  nodeId: string;
  methods: ReadonlySet<string>;
  /** The Allow header of a refusal. */
  allow: string;
  respond: "at-once" | "result";
  /** Of the answer at once. */
  status: number;
  timeoutMs: number;
  /** Undefined: whoever knows the address may call. */
  verification: Verification | undefined;
  /** The connection that holds the secret to verify with. */
  connectionId: string | null;
  /** Names the event; empty: what is usual for the way of signing. */
  eventIdHeader: string;
};

/** Documents never change, so their settings are read once. */
const known = new WeakMap<object, Map<string, HookSettings | null>>();

/** How the webhook trigger that a target addresses wants to be called; null when it is switched off. */
export function hookSettings(target: LiveTarget): HookSettings | null {
  const nodeId = target.triggerNodeId ?? "";
  const ofDocument = known.get(target.document) ?? new Map<string, HookSettings | null>();
  known.set(target.document, ofDocument);
  let settings = ofDocument.get(nodeId);
  if (settings === undefined) {
    const node = target.document.nodes.find((candidate) => candidate.id === nodeId);
    settings = node === undefined || node.disabled ? null : readSettings(node);
    ofDocument.set(nodeId, settings);
  }
  return settings;
}

function readSettings(node: FlowNode): HookSettings {
  const parsed = definition.config.safeParse(node.config);
  // Publishing checks the settings; an older document that no longer fits gets the usual ones.
  const config = parsed.success ? parsed.data : definition.config.parse(definition.defaults);
  const methods: readonly string[] = config.methods.length === 0 ? ["POST"] : config.methods;
  return {
    nodeId: node.id,
    methods: new Set(methods),
    allow: methods.join(", "),
    respond: config.respond,
    status: Number(config.status),
    timeoutMs: Number(config.timeoutSeconds) * 1000,
    verification: verificationOf(config),
    connectionId: node.connectionId,
    eventIdHeader: config.eventIdHeader,
  };
}

function verificationOf(config: WebhookTriggerConfig): Verification | undefined {
  switch (config.verify) {
    case "none":
      return undefined;
    case "hmac": {
      const { signatureHeader: header, signatureEncoding: encoding, timestampHeader } = config;
      return { scheme: "hmac", header, encoding, timestampHeader };
    }
    case "token":
      return { scheme: "token", header: config.tokenHeader };
    default:
      return { scheme: config.verify };
  }
}
