import {
  cursorCharLeft,
  cursorCharRight,
  cursorDocEnd,
  cursorDocStart,
  cursorGroupLeft,
  cursorGroupRight,
  cursorLineBoundaryBackward,
  cursorLineBoundaryForward,
  deleteCharBackward,
  deleteCharForward,
  deleteGroupBackward,
  deleteGroupForward,
  insertNewline,
  insertNewlineKeepIndent,
  selectAll,
  selectCharLeft,
  selectCharRight,
  selectGroupLeft,
  selectGroupRight,
} from "@codemirror/commands";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { dropCursor, EditorView, type KeyBinding, keymap, placeholder } from "@codemirror/view";
import { insertionText } from "../variables/variable-path.ts";
import { insertionChips, openChipAtCursor, setNames } from "./chips.ts";
import { closeBraces } from "./close-braces.ts";
import { editorLook } from "./editor-look.ts";
import { jsonMarks } from "./json-marks.ts";
import { completeExpression, openExpression } from "./open-expression.ts";
import { setGroups, suggestions } from "./suggestions.ts";
import type { EditorSetup, TemplateEditor, TextSelection } from "./template-editor.ts";

/** Marks changes that came from outside, so that they are not reported back. */
const fromOutside = Annotation.define<boolean>();

/**
 * A text editor for templates. It keeps no history of its own: what is undone is undone in the
 * flow, by the app.
 */
export function createEditor(setup: EditorSetup): TemplateEditor {
  const editable = new Compartment();
  const attributes = new Compartment();
  const view = new EditorView({
    parent: setup.parent,
    state: EditorState.create({
      doc: setup.text,
      ...(setup.selection && { selection: within(setup.selection, setup.text.length) }),
      extensions: [
        setup.templated ? [closeBraces, suggestions(setup.groups, setup.selection !== null)] : [],
        keymap.of(keys(setup.shape)),
        insertionChips(setup.selection !== null),
        dropCursor(),
        setup.shape === "line" ? singleLine : EditorView.lineWrapping,
        setup.shape === "code" ? jsonMarks : [],
        setup.placeholder === "" ? [] : placeholder(setup.placeholder),
        setup.maxLength === undefined ? [] : atMost(setup.maxLength),
        editorLook(setup.shape === "code"),
        editable.of(whetherReadOnly(setup.readOnly)),
        attributes.of(EditorView.contentAttributes.of(setup.attributes)),
        EditorView.updateListener.of((update) => {
          if (update.focusChanged) setup.onFocus(update.view.hasFocus);
          if (!update.docChanged) return;
          if (update.transactions.some((transaction) => transaction.annotation(fromOutside)))
            return;
          setup.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  view.dispatch({ effects: setNames.of(setup.names) });
  if (setup.selection) view.focus();
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      const change = difference(view.state.doc.toString(), text);
      if (change !== undefined) {
        view.dispatch({ changes: change, annotations: fromOutside.of(true) });
      }
    },
    setNames: (names) => view.dispatch({ effects: setNames.of(names) }),
    setGroups: (groups) => view.dispatch({ effects: setGroups.of(groups) }),
    setReadOnly: (readOnly) =>
      view.dispatch({ effects: editable.reconfigure(whetherReadOnly(readOnly)) }),
    setAttributes: (next) =>
      view.dispatch({
        effects: attributes.reconfigure(EditorView.contentAttributes.of(next)),
      }),
    insert(path) {
      const { from, to } = view.state.selection.main;
      const text = view.state.doc.toString();
      const open = from === to ? openExpression(text, from) : undefined;
      const insert = insertionText(path);
      const change =
        open === undefined
          ? { from, to, insert, cursor: from + insert.length }
          : completeExpression(text, open, path);
      view.dispatch({
        changes: { from: change.from, to: change.to, insert: change.insert },
        selection: { anchor: change.cursor },
        userEvent: "input.complete",
      });
      view.focus();
    },
    focus: () => view.focus(),
    selection: () => (view.hasFocus ? view.state.selection.main : null),
    composing: () => view.composing,
    destroy: () => view.destroy(),
  };
}

function within({ anchor, head }: TextSelection, length: number): TextSelection {
  return { anchor: Math.min(length, anchor), head: Math.min(length, head) };
}

function keys(shape: EditorSetup["shape"]): KeyBinding[] {
  const enter = shape === "code" ? insertNewlineKeepIndent : insertNewline;
  return [
    { key: "F2", run: openChipAtCursor },
    // By command, not by the browser: so the cursor passes a chip in one step.
    { key: "ArrowLeft", run: cursorCharLeft, shift: selectCharLeft, preventDefault: true },
    { key: "ArrowRight", run: cursorCharRight, shift: selectCharRight, preventDefault: true },
    { key: "Mod-ArrowLeft", mac: "Alt-ArrowLeft", run: cursorGroupLeft, shift: selectGroupLeft },
    {
      key: "Mod-ArrowRight",
      mac: "Alt-ArrowRight",
      run: cursorGroupRight,
      shift: selectGroupRight,
    },
    { key: "Backspace", run: deleteCharBackward, shift: deleteCharBackward },
    { key: "Delete", run: deleteCharForward },
    { key: "Mod-Backspace", mac: "Alt-Backspace", run: deleteGroupBackward },
    { key: "Mod-Delete", mac: "Alt-Delete", run: deleteGroupForward },
    { key: "Mod-a", run: selectAll },
    { key: "Home", run: cursorLineBoundaryBackward },
    { key: "End", run: cursorLineBoundaryForward },
    { key: "Mod-Home", run: cursorDocStart },
    { key: "Mod-End", run: cursorDocEnd },
    ...(shape === "line" ? [] : [{ key: "Enter", run: enter }]),
  ];
}

function whetherReadOnly(readOnly: boolean): Extension {
  return [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
}

const singleLine: Extension = [
  EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
    if (transaction.annotation(fromOutside)) return transaction;
    const changes: { from: number; to: number; insert: string }[] = [];
    transaction.changes.iterChanges((from, to, _start, _end, inserted) => {
      changes.push({ from, to, insert: inserted.toString().replace(/\s*\n\s*/g, " ") });
    });
    const last = changes.at(-1);
    return {
      changes,
      ...(last && changes.length === 1
        ? { selection: { anchor: last.from + last.insert.length } }
        : {}),
      userEvent: "input.paste",
    };
  }),
  keymap.of([{ key: "Enter", run: () => true }]),
];

function atMost(length: number): Extension {
  return EditorState.changeFilter.of(
    (transaction) =>
      transaction.newDoc.length <= length ||
      transaction.newDoc.length <= transaction.startState.doc.length ||
      transaction.annotation(fromOutside) === true,
  );
}

/** The smallest single change from one text to another; undefined when they are equal. */
function difference(
  before: string,
  after: string,
): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
