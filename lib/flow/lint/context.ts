import type { z } from "zod";
import type { FlowDocument, FlowNode } from "../document.ts";
import { type Graph, graphOf, reachableFrom } from "../graph.ts";
import type { ShowCondition } from "../is-shown.ts";
import type { JsonObject } from "../json.ts";
import { type LoopBranches, loopBranches } from "../loop-branches.ts";
import type { Problem } from "../problem.ts";

/** What the linter reads of a field; the node contract's fields fit. */
export type LintField = {
  kind: string;
  label: string;
  required?: boolean;
  requiredUnless?: readonly string[];
  showWhen?: ShowCondition;
  templated?: boolean;
  format?: string;
  min?: number;
  max?: number;
  itemLabel?: string;
  item?: { [key: string]: LintField };
  newItem?: { [key: string]: unknown };
};

/** What the linter reads of a node's definition; the node contract's definitions fit. */
export type LintDefinition = {
  label: string;
  category: string;
  trigger?: string;
  connection?: { kinds: readonly string[]; required: boolean; when?: ShowCondition };
  version?: number;
  /** What its settings are parsed by once templates are filled in. */
  config?: Pick<z.ZodType, "safeParse">;
  defaults?: JsonObject;
  fields: { [key: string]: LintField };
  ports: { in: boolean; outFrom?: { field: string; id: string; label: string } };
  waits?: boolean;
  loops?: string;
  /** What its templates see with these settings besides the run's values, by name. */
  locals?: (config: JsonObject) => JsonObject | undefined;
  needsChat?: boolean;
  /** What its settings still need that no field of its own asks for, by its path within them. */
  missing?: (config: JsonObject) => readonly { field: string; label: string }[];
  /** The descriptions of operations that its settings hold a copy of. */
  copies?: (config: JsonObject) => readonly {
    field: string;
    systemId: string;
    key: string;
    hash: string;
    name: string;
  }[];
  /** Its settings with what the backup changes of them; undefined when it has none of its own. */
  backup?: (config: JsonObject) => JsonObject | undefined;
};

export type LintPort = {
  id: string;
  label: string;
  kind: "normal" | "failed" | "timeout" | "slow";
};

/** An operation as its system describes it now; `hash` is null when it does not any more. */
export type LintOperation = { systemId: string; key: string; hash: string | null };

/** What the linter knows of a connection. */
export type LintConnection = {
  id: string;
  kind: string;
  /** Whether its limits let a step of this type in this flow use it. Default: they do. */
  allows?: (nodeType: string) => boolean;
  /** Whether it may be sent to this address. Default: it may. */
  reaches?: (url: URL) => boolean;
};

export type LintOptions<D extends LintDefinition> = {
  definitionOf: (type: string) => D | undefined;
  portsOf: (definition: D, config: JsonObject, node: FlowNode) => LintPort[];
  /** The workspace's connections, as far as the reader may see them. */
  connections?: readonly LintConnection[];
  /** The workspace's variables; without them it is not told whether one exists. */
  workspaceVariables?: readonly { name: string; secret: boolean }[];
  /** Operations that steps hold a copy of; of others it is not told whether they have changed. */
  operations?: readonly LintOperation[];
};

/** A node the installation knows, with its definition and outlets. */
export type KnownNode = { node: FlowNode; definition: LintDefinition; ports: LintPort[] };

export type LintContext = {
  document: FlowDocument;
  graph: Graph;
  known: ReadonlyMap<string, KnownNode>;
  /** Ids of the nodes a run can come by: those a trigger leads to. */
  reached: ReadonlySet<string>;
  loops: LoopBranches;
  connections: readonly LintConnection[] | undefined;
  workspaceVariables: readonly { name: string; secret: boolean }[] | undefined;
  operations: readonly LintOperation[];
};

export function createLintContext<D extends LintDefinition>(
  document: FlowDocument,
  options: LintOptions<D>,
): LintContext {
  const known = new Map<string, KnownNode>();
  for (const node of document.nodes) {
    const definition = options.definitionOf(node.type);
    if (definition === undefined) continue;
    known.set(node.id, { node, definition, ports: options.portsOf(definition, node.config, node) });
  }
  const graph = graphOf(document);
  const triggers = [...known.values()].filter(({ definition }) => definition.trigger !== undefined);
  return {
    document,
    graph,
    known,
    reached: reachableFrom(
      graph,
      triggers.filter(({ node }) => !node.disabled).map(({ node }) => node.id),
    ),
    loops: loopBranches(document, ({ id }) => known.get(id)?.definition.loops),
    connections: options.connections,
    workspaceVariables: options.workspaceVariables,
    operations: options.operations ?? [],
  };
}

/** A problem with the parts that are usually empty filled in. */
export function problem(
  severity: Problem["severity"],
  code: string,
  message: string,
  rest: Partial<Pick<Problem, "nodeId" | "edgeId" | "field" | "fix">> = {},
): Problem {
  return { code, severity, message, nodeId: null, edgeId: null, field: null, fix: null, ...rest };
}
