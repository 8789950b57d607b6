import { definitionOf } from "#lib/nodes/catalog.ts";

/**
 * A flow as the text that the editor's paste takes: nodes by id with their settings, and lines
 * written `"a -> b"` or `"a.outlet -> b"`. Steps are laid out from left to right.
 */
export function drawClip(
  nodes: { [id: string]: { type: string; name?: string; config?: object } },
  lines: readonly string[],
): string {
  return JSON.stringify({
    patchbay: "clip",
    nodes: Object.entries(nodes).map(([id, { type, name = id, config = {} }], index) => ({
      id,
      key: id,
      type,
      version: 1,
      name,
      position: { x: index * 352, y: 0 },
      config: { ...definitionOf(type)?.defaults, ...config },
    })),
    edges: lines.map((line, index) => {
      const [from = "", target = ""] = line.split(" -> ");
      const [source, sourcePort = "done"] = from.split(".");
      return { id: `e${index}`, source, sourcePort, target };
    }),
    notes: [],
  });
}
