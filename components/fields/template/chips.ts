import {
  type EditorState,
  type Extension,
  type Range,
  StateEffect,
  StateField,
} from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { RootNames } from "../variables/variable-group.ts";
import { drawChip } from "./chip-look.ts";
import { type ChipText, describeInsertion, findInsertions } from "./insertions.ts";

/** Tells the chips what the steps are called by now. */
export const setNames = StateEffect.define<RootNames>();
const setFocused = StateEffect.define<boolean>();
/** Shows the insertion at this place as text, so that it can be edited; null closes it. */
export const openInsertion = StateEffect.define<number | null>();

type Chips = {
  names: RootNames;
  /** Where an insertion is shown as text, or null. */
  openAt: number | null;
  focused: boolean;
  decorations: DecorationSet;
};

class Chip extends WidgetType {
  readonly text: ChipText;
  constructor(text: ChipText) {
    super();
    this.text = text;
  }
  override eq(other: Chip): boolean {
    const { title, rest, filters, tone } = this.text;
    return (
      title === other.text.title &&
      rest === other.text.rest &&
      filters === other.text.filters &&
      tone === other.text.tone
    );
  }
  toDOM(): HTMLElement {
    return drawChip(this.text);
  }
  override ignoreEvent(event: Event): boolean {
    return event.type !== "mousedown" && event.type !== "dblclick";
  }
}

const chips = StateField.define<Chips>({
  create: (state) => withDecorations(state, new Map(), null, false),
  update(value, transaction) {
    let { names, focused } = value;
    let openAt = value.openAt === null ? null : transaction.changes.mapPos(value.openAt, 1);
    for (const effect of transaction.effects) {
      if (effect.is(setNames)) names = effect.value;
      if (effect.is(openInsertion)) openAt = effect.value;
      if (effect.is(setFocused)) focused = effect.value;
    }
    if (openAt !== null && !touches(transaction.state, openAt)) openAt = null;
    const moved = transaction.docChanged || transaction.selection !== undefined;
    const same = names === value.names && openAt === value.openAt && focused === value.focused;
    if (!moved && same) return value;
    return withDecorations(transaction.state, names, openAt, focused);
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.decorations),
    EditorView.atomicRanges.of((view) => view.state.field(field).decorations),
  ],
});

function withDecorations(
  state: EditorState,
  names: RootNames,
  openAt: number | null,
  focused: boolean,
): Chips {
  const { head } = state.selection.main;
  const ranges: Range<Decoration>[] = [];
  for (const { from, to, expression } of findInsertions(state.doc.toString())) {
    if (openAt !== null && openAt >= from && openAt <= to) continue;
    // The cursor gets inside only by writing: a chip is passed in one step.
    if (focused && head > from && head < to) continue;
    const widget = new Chip(describeInsertion(expression, names));
    ranges.push(Decoration.replace({ widget }).range(from, to));
  }
  return { names, openAt, focused, decorations: Decoration.set(ranges) };
}

/** Whether the cursor is still in the insertion that was opened. */
function touches(state: EditorState, openAt: number): boolean {
  const { head } = state.selection.main;
  return findInsertions(state.doc.toString()).some(
    ({ from, to }) => openAt >= from && openAt <= to && head >= from && head <= to,
  );
}

/** Opens the chip at or just before the cursor. False when there is none. */
export function openChipAtCursor(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const insertion = findInsertions(view.state.doc.toString()).find(
    ({ from, to }) => head >= from && head <= to,
  );
  if (insertion === undefined || view.state.field(chips).openAt !== null) return false;
  openAsText(view, insertion.from, insertion.to);
  return true;
}

function openAsText(view: EditorView, from: number, to: number): void {
  const end = view.state.sliceDoc(from, to).search(/\s*\}\}$/);
  view.dispatch({
    selection: { anchor: from + Math.max(2, end) },
    effects: openInsertion.of(from + 1),
  });
}

const openOnDoubleClick = EditorView.domEventHandlers({
  dblclick(event, view) {
    if (!(event.target instanceof Element) || view.state.readOnly) return false;
    const chip = event.target.closest(".template-chip");
    if (chip === null) return false;
    const from = view.posAtDOM(chip);
    const found = findInsertions(view.state.doc.toString()).find((entry) => entry.from === from);
    if (found === undefined) return false;
    event.preventDefault();
    openAsText(view, found.from, found.to);
    return true;
  },
});

/** Shows `{{ … }}` as chips that are moved over and deleted as one. */
export function insertionChips(focused: boolean): Extension {
  return [
    chips.init((state) => withDecorations(state, new Map(), null, focused)),
    openOnDoubleClick,
    EditorView.focusChangeEffect.of((_state, focusing) => setFocused.of(focusing)),
  ];
}
