import { readClip, takeClip, writeClip } from "#lib/flow/clipboard.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { addNode } from "#lib/flow/edits/add-node.ts";
import { connect } from "#lib/flow/edits/connect.ts";
import { duplicate } from "#lib/flow/edits/duplicate.ts";
import { insertOnEdge } from "#lib/flow/edits/insert-on-edge.ts";
import { moveElements } from "#lib/flow/edits/move-elements.ts";
import { addNote, updateNote } from "#lib/flow/edits/notes.ts";
import { paste } from "#lib/flow/edits/paste.ts";
import { removeElements } from "#lib/flow/edits/remove-elements.ts";
import { renameNode } from "#lib/flow/edits/rename-node.ts";
import { setDisabled } from "#lib/flow/edits/set-disabled.ts";
import { updateNode } from "#lib/flow/edits/update-node.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { zonedDefaults } from "#lib/nodes/zoned-defaults.ts";
import type { EditorActions } from "./contract.ts";
import type { EditorCore } from "./create-editor-store.ts";
import { freePlace, placeAfter, placeAnywhere, placeOnEdge } from "./place-node.ts";

type Names =
  | "addNode"
  | "updateNode"
  | "setConfig"
  | "renameNode"
  | "moveNodes"
  | "connect"
  | "reconnect"
  | "removeElements"
  | "duplicateSelection"
  | "copySelection"
  | "paste"
  | "setDisabled"
  | "pinOutput"
  | "addNote"
  | "updateNote"
  | "setVariables"
  | "setSettings"
  | "tidyUp"
  | "applyFix";

/** Every action that changes the document. */
export function documentActions({ get, commit, select }: EditorCore): Pick<EditorActions, Names> {
  const document = () => get().document;
  const selectOnly = (ids: { nodeIds?: string[]; noteIds?: string[] }) =>
    select({ nodeIds: [], edgeIds: [], noteIds: [], ...ids });
  const actions: Pick<EditorActions, Names> = {
    addNode(type, options = {}) {
      const added = insertNode(document(), type, options, get().workspace.timeZone);
      if (added === null || !commit(added.document)) return "";
      selectOnly({ nodeIds: [added.nodeId] });
      return added.nodeId;
    },
    updateNode(nodeId, patch, options) {
      commit(withoutLostPorts(updateNode(document(), nodeId, patch), document(), nodeId), options);
    },
    setConfig(nodeId, key, value, options) {
      const node = document().nodes.find(({ id }) => id === nodeId);
      if (node === undefined || node.config[key] === value) return;
      actions.updateNode(nodeId, { config: { ...node.config, [key]: value } }, options);
    },
    renameNode(nodeId, name) {
      commit(renameNode(document(), nodeId, name));
    },
    moveNodes(positions) {
      commit(moveElements(document(), positions));
    },
    connect(edge) {
      const target = document().nodes.find(({ id }) => id === edge.target);
      const definition = target && definitionOf(target.type);
      if (definition?.ports.in !== false) commit(connect(document(), edge));
    },
    reconnect(edgeId, edge) {
      const target = document().nodes.find(({ id }) => id === edge.target);
      if (target === undefined || definitionOf(target.type)?.ports.in === false) return;
      commit(connect(removeElements(document(), { edgeIds: [edgeId] }), edge));
    },
    removeElements(selection) {
      if (commit(removeElements(document(), selection))) select({});
    },
    duplicateSelection() {
      const copied = duplicate(document(), get().selection);
      if (commit(copied.document)) selectOnly(copied);
    },
    copySelection() {
      const clip = takeClip(document(), get().selection);
      return clip.nodes.length + clip.notes.length === 0 ? "" : writeClip(clip);
    },
    paste(text, at) {
      const clip = readClip(text);
      if (clip === null || clip.nodes.length + clip.notes.length === 0) return null;
      const place = freePlace(document(), at ?? placeAnywhere(document()));
      const pasted = paste(document(), clip, place, mayLead);
      if (!commit(pasted.document)) return null;
      selectOnly({ nodeIds: pasted.nodeIds, noteIds: pasted.noteIds });
      // Without a place of the reader's choosing it may lie out of sight.
      if (at === undefined) get().actions.centre(pasted.nodeIds);
      return pasted.leftOut;
    },
    setDisabled(nodeIds, disabled) {
      commit(setDisabled(document(), nodeIds, disabled));
    },
    pinOutput(nodeId, pinned) {
      commit(updateNode(document(), nodeId, { pinned }));
    },
    addNote(position) {
      const added = addNote(document(), position);
      if (!commit(added.document)) return "";
      selectOnly({ noteIds: [added.note.id] });
      return added.note.id;
    },
    updateNote(noteId, patch, options) {
      commit(updateNote(document(), noteId, patch), options);
    },
    setVariables(variables) {
      commit({ ...document(), variables });
    },
    setSettings(settings, options) {
      commit({ ...document(), settings }, options);
    },
    async tidyUp() {
      const { tidyPositions } = await import("../tidy.ts");
      commit(moveElements(document(), tidyPositions(document())));
    },
    applyFix({ fix }) {
      if (fix?.kind === "remove-edge") actions.removeElements({ edgeIds: [fix.target] });
      if (fix?.kind === "remove-node") actions.removeElements({ nodeIds: [fix.target] });
      if (fix?.kind === "declare-variable") {
        const declared = { name: fix.target, description: "", initial: null };
        actions.setVariables([...document().variables, declared]);
      }
    },
  };
  return actions;
}

type AddOptions = NonNullable<Parameters<EditorActions["addNode"]>[1]>;

function insertNode(
  document: FlowDocument,
  type: string,
  { position, near, afterPort, onEdge, config: given, connectionId }: AddOptions,
  timeZone: string,
): { document: FlowDocument; nodeId: string } | null {
  const definition = definitionOf(type);
  if (definition === undefined) return null;
  const edge = document.edges.find(({ id }) => id === onEdge);
  const outlets = portsOf(definition, definition.defaults).length;
  const room = edge && placeOnEdge(document, edge, outlets);
  const place =
    (position && snapped(position)) ??
    room?.position ??
    (afterPort && placeAfter(document, afterPort.nodeId, outlets)) ??
    (near ? freePlace(document, near, outlets) : placeAnywhere(document, outlets));
  const added = addNode(document, {
    type,
    version: definition.version,
    name: definition.label,
    config: { ...zonedDefaults(definition, timeZone), ...given },
    position: place,
  });
  const { id, config } = added.node;
  let next =
    connectionId === undefined ? added.document : updateNode(added.document, id, { connectionId });
  if (!definition.ports.in) return { document: next, nodeId: id };
  if (edge && room) {
    if (position === undefined) next = moveElements(next, room.moves);
    next = insertOnEdge(next, edge.id, id, portsOf(definition, config)[0]?.id);
  } else if (afterPort) {
    next = connect(next, { source: afterPort.nodeId, sourcePort: afterPort.port, target: id });
  }
  return { document: next, nodeId: id };
}

/** Lines from outlets that an edit has just removed go with them. */
function withoutLostPorts(next: FlowDocument, before: FlowDocument, nodeId: string): FlowDocument {
  const ports = (document: FlowDocument) => portIds(document.nodes.find(({ id }) => id === nodeId));
  const now = ports(next);
  const lost = ports(before).filter((port) => !now.includes(port));
  if (lost.length === 0) return next;
  const edges = next.edges.filter((e) => e.source !== nodeId || !lost.includes(e.sourcePort));
  return { ...next, edges };
}

/** Of nodes that this installation does not know nothing can be said. */
function mayLead(source: FlowNode, port: string, target: FlowNode): boolean {
  if (definitionOf(target.type)?.ports.in === false) return false;
  return definitionOf(source.type) === undefined || portIds(source).includes(port);
}

function portIds(node: FlowNode | undefined): string[] {
  const definition = node && definitionOf(node.type);
  return definition && node ? portsOf(definition, node.config, node).map(({ id }) => id) : [];
}

function snapped({ x, y }: { x: number; y: number }) {
  return { x: Math.round(x / 8) * 8, y: Math.round(y / 8) * 8 };
}
