import { ZodObject, type ZodType } from "zod";
import type { RootNames, VariableGroup } from "#components/fields/variables/variable-group.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { graphOf, upstreamOf } from "#lib/flow/graph.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { visitSettings } from "#lib/flow/lint/visit-settings.ts";
import { loopBranches } from "#lib/flow/loop-branches.ts";
import { definitionOf, sampleOf } from "#lib/nodes/catalog.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import type { StepView } from "#lib/runs/events.ts";
import type { WorkspaceChoices } from "../store/contract.ts";
import { localGroups, localTitles } from "./local-groups.ts";
import { loopGroup, loopTitle } from "./loop-group.ts";
import { rememberedValues } from "./remembered-values.ts";

type RootName = { title: string; tone: VariableGroup["tone"] };
type Latest = { [nodeId: string]: StepView };

/**
 * What a step can use: the item of the loop it lies in, the trigger's data, the steps before it, nearest first, variables and the
 * contact. Values are those of the newest test, else pinned ones, else samples. For a step that
 * hangs loose, every other step is offered.
 */
export function variableGroups(
  document: FlowDocument,
  nodeId: string,
  latest: Latest,
  workspace: WorkspaceChoices["variables"] = [],
): VariableGroup[] {
  const { around } = loopBranches(document, ({ type }) => definitionOf(type)?.loops);
  return [
    ...localGroups(document.nodes.find(({ id }) => id === nodeId)),
    ...groupsAt(document, nodeId, latest, around),
    ...workspaceGroup(workspace),
  ];
}

/** The workspace's variables, with their values; secret ones without. */
function workspaceGroup(variables: WorkspaceChoices["variables"]): VariableGroup[] {
  if (variables.length === 0) return [];
  const value = Object.fromEntries(variables.map((one) => [one.name, one.value ?? "•••"]));
  return [{ root: "workspace", title: "Workspace", tone: "variable", value, source: "run" }];
}

function groupsAt(
  document: FlowDocument,
  nodeId: string,
  latest: Latest,
  around: ReadonlyMap<string, readonly string[]>,
): VariableGroup[] {
  const loops = around.get(nodeId) ?? [];
  const innermost = document.nodes.find(({ id }) => id === loops[0]);
  // Two loops that lie in each other, by mistake, must not be followed without end.
  const outside = new Map(around);
  outside.delete(nodeId);
  const before = nodesBefore(document, nodeId);
  const loose = before.length === 0;
  // What a loop collects is there only after its last item.
  const offered = loose
    ? document.nodes.filter((node) => node.id !== nodeId)
    : before.filter(({ id }) => !loops.includes(id));
  const triggers = offered.filter(isTrigger);
  const trigger = triggers.find((node) => latest[node.id] !== undefined) ?? triggers[0];
  const hasChat = document.nodes.some((node) => definitionOf(node.type)?.trigger === "chat");
  return [
    ...(innermost
      ? [
          loopGroup(
            innermost,
            latest[innermost.id],
            groupsAt(document, innermost.id, latest, outside),
          ),
        ]
      : []),
    ...(trigger ? [{ ...groupOf(trigger, latest), root: "trigger" }] : []),
    ...offered.filter((node) => !isTrigger(node)).map((node) => groupOf(node, latest)),
    ...variablesGroup(document, latest),
    ...(hasChat ? [contactGroup(rememberedValues(offered, latest), trigger, latest)] : []),
  ];
}

/** How chips name every root of the flow, also those that cannot be used here. */
export function rootNames(document: FlowDocument): RootNames {
  const names = new Map<string, RootName>([
    ["vars", { title: "Variables", tone: "variable" }],
    ["trigger", { title: "Trigger", tone: "trigger" }],
    ["workspace", { title: "Workspace", tone: "variable" }],
    ["contact", { title: "Contact", tone: "conversation" }],
    ["run", { title: "Run", tone: "logic" }],
    ["loop", { title: loopTitle, tone: "logic" }],
    ...Object.entries(localTitles).map(([root, title]): [string, RootName] => [
      root,
      { title, tone: "integration" },
    ]),
  ]);
  for (const node of document.nodes) {
    const tone = definitionOf(node.type)?.category ?? "logic";
    names.set(`nodes.${node.key}`, { title: node.name, tone });
  }
  return names;
}

/** Variables that are declared or that a step saves to, in that order, each once. */
export function variableNames(document: FlowDocument): string[] {
  const declared = document.variables.map(({ name }) => name);
  return [...new Set([...declared, ...savedTo(document).map(({ name }) => name)])];
}

/** The nodes from which a walk can reach this one, nearest first. */
function nodesBefore(document: FlowDocument, nodeId: string): FlowNode[] {
  const graph = graphOf(document);
  const upstream = upstreamOf(graph, nodeId);
  const distance = new Map<string, number>([[nodeId, 0]]);
  const queue = [nodeId];
  for (const id of queue) {
    for (const edge of graph.incoming.get(id) ?? []) {
      if (distance.has(edge.source)) continue;
      distance.set(edge.source, (distance.get(id) ?? 0) + 1);
      queue.push(edge.source);
    }
  }
  return document.nodes
    .filter((node) => node.id !== nodeId && upstream.has(node.id))
    .sort((a, b) => (distance.get(a.id) ?? 0) - (distance.get(b.id) ?? 0));
}

function isTrigger(node: FlowNode): boolean {
  return definitionOf(node.type)?.trigger !== undefined;
}

function groupOf(node: FlowNode, latest: Latest): VariableGroup {
  const definition = definitionOf(node.type);
  const base = {
    root: `nodes.${node.key}`,
    title: node.name,
    tone: definition?.category ?? ("logic" as const),
    ...(definition && { meanings: meaningsOf(definition) }),
  };
  if (node.pinned !== null) return { ...base, value: node.pinned.output, source: "pinned" };
  const step = latest[node.id];
  if (step !== undefined) return { ...base, value: step.output, source: "run" };
  const value = definition ? sampleOf(definition, node.config) : {};
  return { ...base, value, source: "sample" };
}

/** How a definition describes the fields of its output. */
function meaningsOf({ output }: NodeDefinition): { [field: string]: string } {
  if (!(output instanceof ZodObject)) return {};
  return Object.fromEntries(
    Object.entries<ZodType>(output.shape).flatMap(([field, { description }]) =>
      description === undefined ? [] : [[field, description]],
    ),
  );
}

function variablesGroup(document: FlowDocument, latest: Latest): VariableGroup[] {
  const value: JsonObject = {};
  let sampled = false;
  const ran = Object.values(latest).sort((a, b) => a.seq - b.seq);
  const fromRun: JsonObject = Object.assign({}, ...ran.map((step) => step.vars ?? {}));
  for (const { name, initial } of document.variables) value[name] = fromRun[name] ?? initial;
  for (const { name, sample } of savedTo(document)) {
    if (Object.hasOwn(value, name)) continue;
    sampled ||= !Object.hasOwn(fromRun, name);
    value[name] = fromRun[name] ?? sample;
  }
  if (Object.keys(value).length === 0) return [];
  const source = sampled ? "sample" : "run";
  return [{ root: "vars", title: "Variables", tone: "variable", value, source }];
}

/** Where steps save to, with what such a variable would hold. */
function savedTo(document: FlowDocument): { name: string; sample: Json }[] {
  return document.nodes.flatMap((node) => {
    const definition = definitionOf(node.type);
    if (definition === undefined) return [];
    const sample = sampleOf(definition, node.config);
    const held = typeof sample === "object" && sample !== null && !Array.isArray(sample);
    return visitSettings(node, definition).flatMap(({ field, value }) => {
      if (field.kind !== "variable" || typeof value !== "string" || value === "") return [];
      return [{ name: value, sample: held ? (sample[value] ?? sample.value ?? null) : sample }];
    });
  });
}

function contactGroup(
  remembered: JsonObject,
  trigger: FlowNode | undefined,
  latest: Latest,
): VariableGroup {
  const output = trigger && latest[trigger.id]?.output;
  const known = typeof output === "object" && output !== null && !Array.isArray(output);
  const contact = known ? output.contact : undefined;
  return {
    root: "contact",
    title: "Contact",
    tone: "conversation",
    value: { ...Object(contact), ...remembered },
    source: contact === undefined ? "sample" : "run",
  };
}
