import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";

/** One step of a drawing: type, name, place on the canvas, and what differs from the defaults. */
export type DrawnNode = {
  type: string;
  name: string;
  at: [x: number, y: number];
  config?: JsonObject;
  /** A template's place for a connection. */
  connection?: string;
  retries?: number;
  timeoutMs?: number;
};

/** From a step, by one of its outlets, to another step; steps are named by their key. */
export type DrawnEdge = [from: string, port: string, to: string];

export type Drawing = {
  nodes: { [key: string]: DrawnNode };
  edges: readonly DrawnEdge[];
  note?: { at: [x: number, y: number]; text: string };
};

/** Makes a document from a short drawing. Node ids equal their keys. */
export function drawDocument({ nodes, edges, note }: Drawing): FlowDocument {
  return flowDocument.parse({
    schemaVersion: 1,
    nodes: Object.entries(nodes).map(([key, drawn]) => {
      const definition = definitionOf(drawn.type);
      if (definition === undefined) throw new Error(`There is no node type ${drawn.type}.`);
      return {
        id: key,
        key,
        type: drawn.type,
        version: definition.version,
        name: drawn.name,
        position: { x: drawn.at[0], y: drawn.at[1] },
        config: { ...definition.defaults, ...drawn.config },
        connectionId: drawn.connection ?? null,
        retries: drawn.retries ?? null,
        timeoutMs: drawn.timeoutMs ?? null,
      };
    }),
    edges: edges.map(([source, sourcePort, target]) => ({
      id: `${source}-${sourcePort}-${target}`.slice(0, 40),
      source,
      sourcePort,
      target,
    })),
    notes:
      note === undefined
        ? []
        : [
            {
              id: "welcome",
              position: { x: note.at[0], y: note.at[1] },
              size: { width: 280, height: 168 },
              text: note.text,
            },
          ],
  });
}
