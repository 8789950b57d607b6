import {
  type EditorState,
  type Extension,
  Prec,
  StateEffect,
  StateField,
  type Transaction,
} from "@codemirror/state";
import { EditorView, keymap, showTooltip, type TooltipView, tooltips } from "@codemirror/view";
import { type Suggestion, suggestValues } from "../variables/suggest-values.ts";
import type { VariableGroup } from "../variables/variable-group.ts";
import {
  completeExpression,
  continueExpression,
  type OpenExpression,
  openExpression,
} from "./open-expression.ts";
import { createList, drawSuggestions, markSuggestion, optionId } from "./suggestion-list.ts";

/** Tells the list what earlier steps returned by now. */
export const setGroups = StateEffect.define<readonly VariableGroup[]>();
const closeList = StateEffect.define<"until-typed" | "for-this-one">();
const moveTo = StateEffect.define<number>();

type Open = {
  expression: OpenExpression;
  suggestions: readonly Suggestion[];
  active: number;
  /** Where the list stands: at the `{{`, so that it keeps still while its path is typed. */
  tooltip: { pos: number; create: (view: EditorView) => TooltipView };
};
type Offer = {
  groups: readonly VariableGroup[];
  open: Open | null;
  /** The `{{` for which Escape closed the list. */
  refused: number | null;
};

const offer = StateField.define<Offer>({
  create: () => ({ groups: [], open: null, refused: null }),
  update,
  provide: (field) => [
    showTooltip.from(field, ({ open }) => open?.tooltip ?? null),
    EditorView.contentAttributes.from(field, ({ open }) => ({
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      ...(open && {
        "aria-controls": listId,
        "aria-activedescendant": optionId(listId, open.active),
      }),
    })),
  ],
});

/** One list at a time can be open: the focused field's. */
const listId = "template-suggestions";

function update(value: Offer, transaction: Transaction): Offer {
  let { groups, open, refused } = value;
  if (refused !== null) refused = transaction.changes.mapPos(refused, 1);
  for (const effect of transaction.effects) {
    if (effect.is(setGroups)) groups = effect.value;
    if (effect.is(moveTo) && open) open = { ...open, active: effect.value };
    if (effect.is(closeList)) {
      if (effect.value === "for-this-one") refused = open?.expression.start ?? refused;
      return { groups, open: null, refused };
    }
  }
  const typed =
    transaction.docChanged &&
    (transaction.isUserEvent("input.type") ||
      transaction.isUserEvent("input.continue") ||
      transaction.isUserEvent("delete"));
  const moved = transaction.selection !== undefined || transaction.docChanged;
  if (typed || (open && moved)) open = openAt(transaction.state, groups, refused, open);
  else if (open && groups !== value.groups) open = openAt(transaction.state, groups, refused, open);
  if (groups === value.groups && open === value.open && refused === value.refused) return value;
  return { groups, open, refused };
}

function openAt(
  state: EditorState,
  groups: readonly VariableGroup[],
  refused: number | null,
  before: Open | null,
): Open | null {
  const { head, empty } = state.selection.main;
  const expression = empty ? openExpression(state.doc.toString(), head) : undefined;
  if (expression === undefined || expression.start === refused) return null;
  const suggestions = suggestValues(groups, expression.query);
  if (suggestions.length === 0) return null;
  const stays = before?.expression.start === expression.start;
  const same = stays && before.expression.query === expression.query;
  return {
    expression,
    suggestions,
    active: same ? Math.min(before.active, suggestions.length - 1) : 0,
    tooltip: stays ? before.tooltip : { pos: expression.start, create: showList },
  };
}

function showList(view: EditorView): TooltipView {
  const dom = createList(listId);
  let shown: readonly Suggestion[] | undefined;
  const draw = (state: EditorState) => {
    const { open } = state.field(offer);
    if (open === null) return;
    if (open.suggestions !== shown) {
      shown = open.suggestions;
      drawSuggestions(dom, shown, (suggestion) => choose(view, suggestion));
    }
    markSuggestion(dom, open.active);
  };
  draw(view.state);
  return { dom, mount: () => draw(view.state), update: ({ state }) => draw(state) };
}

/** Takes a value: a source is gone into, everything else is written out. */
function choose(view: EditorView, suggestion: Suggestion): void {
  const { open } = view.state.field(offer);
  if (open === null) return;
  const text = view.state.doc.toString();
  const { from, to, insert, cursor } = suggestion.opens
    ? continueExpression(open.expression, suggestion.path)
    : completeExpression(text, open.expression, suggestion.path);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: cursor },
    scrollIntoView: true,
    userEvent: suggestion.opens ? "input.continue" : "input.complete",
  });
}

/** A key that counts only while the list is open. */
function whileOpen(run: (view: EditorView, open: Open) => void) {
  return (view: EditorView) => {
    const { open } = view.state.field(offer);
    if (open === null) return false;
    run(view, open);
    return true;
  };
}

function step(by: number) {
  return whileOpen((view, { active, suggestions }) => {
    const { length } = suggestions;
    view.dispatch({ effects: moveTo.of((active + by + length) % length) });
  });
}

const take = whileOpen((view, { suggestions, active }) => {
  const chosen = suggestions[active];
  if (chosen) choose(view, chosen);
});

const keys = [
  { key: "ArrowDown", run: step(1) },
  { key: "ArrowUp", run: step(-1) },
  { key: "Enter", run: take },
  { key: "Tab", run: take },
  {
    key: "Escape",
    run: whileOpen((view) => view.dispatch({ effects: closeList.of("for-this-one") })),
    stopPropagation: true,
  },
];

/**
 * Offers values of earlier steps while a `{{` is being written: a list that follows what is typed,
 * while the field keeps the focus. `open`: at once, when the cursor is in a `{{` already.
 */
export function suggestions(groups: readonly VariableGroup[], open: boolean): Extension {
  return [
    offer.init((state) => ({
      groups,
      open: open ? openAt(state, groups, null, null) : null,
      refused: null,
    })),
    Prec.highest(keymap.of(keys)),
    tooltips({ position: "fixed", parent: document.body }),
    EditorView.focusChangeEffect.of((_state, focusing) =>
      focusing ? null : closeList.of("until-typed"),
    ),
  ];
}
