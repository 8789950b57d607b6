import type { FlowDocument, FlowNote } from "../document.ts";
import { newId } from "../new-id.ts";

/** Adds an empty note. */
export function addNote(
  document: FlowDocument,
  position: { x: number; y: number },
): { document: FlowDocument; note: FlowNote } {
  const note: FlowNote = {
    id: newId("o"),
    position,
    size: { width: 240, height: 128 },
    text: "",
    color: "yellow",
  };
  return { document: { ...document, notes: [...document.notes, note] }, note };
}

/** Changes a note. The same document when there is no such note. */
export function updateNote(
  document: FlowDocument,
  noteId: string,
  patch: Partial<Omit<FlowNote, "id">>,
): FlowDocument {
  const index = document.notes.findIndex(({ id }) => id === noteId);
  const note = document.notes[index];
  if (note === undefined) return document;
  return { ...document, notes: document.notes.with(index, { ...note, ...patch }) };
}
