import { z } from "zod";
import { UserError } from "../errors/user-error.ts";
import { type FlowDocument, flowDocument } from "./document.ts";

/** A flow as a file. Connections are named, not held; sample data and ids of an installation stay behind. */
export const portableFlow = z.strictObject({
  patchbay: z.literal("flow"),
  format: z.literal(1),
  name: z.string().trim().min(1).max(80),
  folder: z.string().trim().max(80).default(""),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  /** What `connectionId` and `backupConnectionId` of the document's nodes point to. */
  connections: z
    .array(
      z.strictObject({
        ref: z.string().regex(/^connection-\d{1,3}$/),
        name: z.string().max(80),
        kind: z.string().max(60),
      }),
    )
    .max(500)
    .default([]),
  document: z.unknown(),
});
export type PortableFlow = z.infer<typeof portableFlow>;

type Known = { id: string; name: string; kind: string };

/** Makes a flow into something that may leave the installation. */
export function exportFlow(
  flow: { name: string; folder: string; tags: readonly string[]; document: FlowDocument },
  connections: readonly Known[],
): PortableFlow & { document: FlowDocument } {
  const refs = new Map<string, string>();
  const named: PortableFlow["connections"] = [];
  const refOf = (id: string | null): string | null => {
    const known = connections.find((connection) => connection.id === id);
    if (known === undefined) return null;
    const ref = refs.get(known.id) ?? `connection-${refs.size + 1}`;
    if (!refs.has(known.id)) named.push({ ref, name: known.name, kind: known.kind });
    refs.set(known.id, ref);
    return ref;
  };
  const nodes = flow.document.nodes.map((node) => ({
    ...node,
    connectionId: refOf(node.connectionId),
    backupConnectionId: refOf(node.backupConnectionId),
    pinned: null,
  }));
  return {
    patchbay: "flow",
    format: 1,
    name: flow.name,
    folder: flow.folder,
    tags: [...flow.tags],
    connections: named,
    document: { ...flow.document, nodes },
  };
}

/**
 * Reads such a file for a workspace: a connection of the same name and kind takes the place of each
 * that is named. Nothing of it runs.
 *
 * @returns the document, and the connections for which there is none
 * @throws UserError `invalid_document`
 */
export function importFlow(
  portable: PortableFlow,
  connections: readonly Known[],
): { document: FlowDocument; missing: { name: string; kind: string }[] } {
  const parsed = flowDocument.safeParse(portable.document);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new UserError("invalid_document", "The flow in this file is not one Patchbay can read.", {
      ...(first !== undefined && { next: `${first.path.join(".")}: ${first.message}` }),
    });
  }
  const missing: { name: string; kind: string }[] = [];
  const byRef = new Map<string, string | null>();
  for (const { ref, name, kind } of portable.connections) {
    const fitting = connections.find((known) => known.name === name && known.kind === kind);
    byRef.set(ref, fitting?.id ?? null);
    if (fitting === undefined) missing.push({ name, kind });
  }
  const idOf = (ref: string | null) => (ref === null ? null : (byRef.get(ref) ?? null));
  const nodes = parsed.data.nodes.map((node) => ({
    ...node,
    connectionId: idOf(node.connectionId),
    backupConnectionId: idOf(node.backupConnectionId),
  }));
  return { document: { ...parsed.data, nodes }, missing };
}
