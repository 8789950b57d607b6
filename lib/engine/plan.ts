import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Effects, Execute, NodeDefinition } from "#lib/nodes/contract.ts";

/** Fills in a node's settings; `onFailure` hears how far it came before it throws. */
type Resolve = (scope: object, onFailure?: (soFar: JsonObject) => void) => JsonObject;

/** What the engine knows of a node type; handed in, so that the engine knows no node. */
export type NodeType = {
  definition: Pick<
    NodeDefinition,
    | "label"
    | "version"
    | "migrate"
    | "connection"
    | "retry"
    | "timeoutMs"
    | "effects"
    | "backup"
    | "keepTrying"
    | "joins"
    | "needsChat"
    | "locals"
    | "trigger"
  >;
  execute: Execute;
  /** Prepares raw settings; must not throw. */
  compile(config: JsonObject): { resolve: Resolve };
  /** The outlet by which a run passes a disabled node with these raw settings. */
  passByPort(config: JsonObject): string;
};

export type NodeTypes = { find(type: string): NodeType | undefined };

export type PlanEdge = { id: string; target: PlanNode };

export type PlanNode = {
  id: string;
  key: string;
  name: string;
  typeId: string;
  /** Undefined for a type this Patchbay does not have: the step fails, the run is recorded. */
  type: NodeType | undefined;
  source: FlowNode;
  resolve: Resolve;
  passByPort: string;
  timeoutMs: number;
  retries: number;
  /** For joining nodes: waits for every branch, or goes on with the first. */
  joins: "all" | "any" | undefined;
  out: Map<string, PlanEdge[]>;
  /** Edges that lead here. */
  inbound: { id: string; sourceKey: string }[];
  /** For joining nodes: the ids of the nodes from which an edge path leads here. */
  reachedFrom: ReadonlySet<string>;
  /** Place in the document, to break ties the same way every time. */
  order: number;
};

/** A document made ready to be walked many times. Immutable. */
export type Plan = {
  nodes: ReadonlyMap<string, PlanNode>;
  initialVars: JsonObject;
  settings: FlowDocument["settings"];
  /** Whether any step may read a variable of the workspace; false spares looking them up. */
  usesWorkspace: boolean;
};

/**
 * Compiles a document: edges by node and outlet, settings and templates parsed, who can reach each
 * joining node. Never throws for a document that its schema accepts; edges into nowhere are left out.
 */
export function compilePlan(document: FlowDocument, types: NodeTypes): Plan {
  const nodes = new Map<string, PlanNode>();
  for (const [order, node] of document.nodes.entries()) {
    nodes.set(node.id, compileNode(node, order, types));
  }
  const sources = new Map<string, Set<string>>();
  for (const edge of document.edges) {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined) continue;
    const edges = source.out.get(edge.sourcePort);
    if (edges === undefined) source.out.set(edge.sourcePort, [{ id: edge.id, target }]);
    else edges.push({ id: edge.id, target });
    target.inbound.push({ id: edge.id, sourceKey: source.key });
    const into = sources.get(target.id);
    if (into === undefined) sources.set(target.id, new Set([source.id]));
    else into.add(source.id);
  }
  for (const node of nodes.values()) {
    if (node.joins !== undefined) node.reachedFrom = findReaching(node.id, sources);
  }
  const initialVars: JsonObject = {};
  for (const { name, initial } of document.variables) initialVars[name] = initial;
  const usesWorkspace = document.nodes.some(({ config }) =>
    JSON.stringify(config).includes("workspace"),
  );
  return { nodes, initialVars, settings: document.settings, usesWorkspace };
}

function compileNode(node: FlowNode, order: number, types: NodeTypes): PlanNode {
  const type = types.find(node.type);
  const config = type === undefined ? node.config : liftConfig(node, type);
  const compiled = type?.compile(config);
  return {
    id: node.id,
    key: node.key,
    name: node.name,
    typeId: node.type,
    type,
    source: node,
    resolve: (scope, onFailure) => compiled?.resolve(scope, onFailure) ?? {},
    passByPort: type?.passByPort(config) ?? "done",
    timeoutMs: node.timeoutMs ?? type?.definition.timeoutMs ?? 30_000,
    retries: node.retries ?? type?.definition.retry.max ?? 0,
    joins: type?.definition.joins !== true ? undefined : config.mode === "any" ? "any" : "all",
    out: new Map(),
    inbound: [],
    reachedFrom: new Set(),
    order,
  };
}

/** Settings stored by an older version of the node, brought to today's shape. */
function liftConfig(node: FlowNode, { definition }: NodeType): JsonObject {
  let { config } = node;
  for (let version = node.version; version < definition.version; version++) {
    config = definition.migrate[version - 1]?.(config) ?? config;
  }
  return config;
}

function findReaching(
  target: string,
  sources: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const reaching = new Set<string>();
  const open = [target];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const source of sources.get(id) ?? []) {
      if (reaching.has(source)) continue;
      reaching.add(source);
      open.push(source);
    }
  }
  return reaching;
}

/** What a second execution would do, for these settings. */
export function effectsOf(node: PlanNode, config: JsonObject): Effects {
  const effects = node.type?.definition.effects ?? "none";
  return typeof effects === "function" ? effects(config) : effects;
}
