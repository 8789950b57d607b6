import type { NodeType, NodeTypes } from "#lib/engine/plan.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { compileConfig } from "#lib/nodes/compile-config.ts";
import type { Execute, Executor, NodeDefinition } from "#lib/nodes/contract.ts";

/** Brings definitions and executors together for the engine, which knows neither by name. */
export function createNodeTypes(
  executors: Readonly<Record<string, Executor>>,
  find: (type: string) => NodeDefinition | undefined = definitionOf,
): NodeTypes {
  const known = new Map<string, NodeType | undefined>();
  return {
    find(type) {
      if (known.has(type)) return known.get(type);
      const definition = find(type);
      const executor = Object.hasOwn(executors, type) ? executors[type] : undefined;
      const nodeType =
        definition === undefined || executor === undefined
          ? undefined
          : createNodeType(definition, executor);
      if (nodeType !== undefined) known.set(type, nodeType);
      return nodeType;
    },
  };
}

function createNodeType(definition: NodeDefinition, executor: Executor): NodeType {
  return {
    definition,
    // Its settings are parsed by the definition's own schema just before: see compileConfig.
    execute: executor.execute as Execute,
    compile: (config) => compileConfig(definition, config),
    passByPort: (config) => definition.ports.passBy ?? portsOf(definition, config)[0]?.id ?? "done",
  };
}
