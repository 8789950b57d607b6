import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { closesBraces } from "./open-expression.ts";

const setClosed = StateEffect.define<number>();

/** Where the `}}` begins that came by itself with the last `{{`, or null once it is an ordinary one. */
const closed = StateField.define<number | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setClosed)) return effect.value;
    if (value === null) return null;
    const at = transaction.changes.mapPos(value, 1);
    const { head } = transaction.newSelection.main;
    const stands = /^\}\}?/.test(transaction.newDoc.sliceString(at, at + 2));
    return stands && head <= at && transaction.newDoc.lineAt(at).from <= head ? at : null;
  },
});

const typing = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to || view.state.readOnly) return false;
  if (text === "{") {
    const doc = view.state.doc.toString();
    if (doc[from - 1] !== "{" || doc[from - 2] === "{" || !closesBraces(doc, from)) return false;
    view.dispatch({
      changes: { from, insert: "{}}" },
      selection: { anchor: from + 1 },
      effects: setClosed.of(from + 1),
      userEvent: "input.type",
    });
    return true;
  }
  // Typed although it is there already: the cursor goes over it.
  if (text !== "}" || view.state.field(closed) !== from) return false;
  const more = view.state.sliceDoc(from + 1, from + 2) === "}";
  const secondIsOwn = more && view.state.sliceDoc(from - 1, from) !== "}";
  view.dispatch({
    selection: { anchor: from + 1 },
    ...(secondIsOwn && { effects: setClosed.of(from + 1) }),
    userEvent: "input.type",
  });
  return true;
});

/** Removes a `}}` that came by itself along with the brace that called it. */
function deletePair(view: EditorView): boolean {
  const { head, empty } = view.state.selection.main;
  if (!empty || view.state.readOnly || view.state.field(closed) !== head) return false;
  if (view.state.sliceDoc(head - 2, head + 2) !== "{{}}") return false;
  view.dispatch({
    changes: { from: head - 1, to: head + 2 },
    userEvent: "delete.backward",
  });
  return true;
}

/** Closes a `{{` that is typed, and lets its `}}` be typed over. */
export const closeBraces: Extension = [
  closed,
  typing,
  Prec.high(keymap.of([{ key: "Backspace", run: deletePair }])),
];
