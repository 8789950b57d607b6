import { type Extension, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from "@codemirror/view";
import { jsonLooks, jsonTokens } from "./json-tokens.ts";

const marks = {
  key: Decoration.mark({ class: jsonLooks.key }),
  text: Decoration.mark({ class: jsonLooks.text }),
  number: Decoration.mark({ class: jsonLooks.number }),
  word: Decoration.mark({ class: jsonLooks.word }),
};

function highlight(view: EditorView): DecorationSet {
  const ranges = view.visibleRanges.flatMap((visible) =>
    jsonTokens(view.state.sliceDoc(visible.from, visible.to)).map(({ from, to, look }) =>
      marks[look].range(visible.from + from, visible.from + to),
    ),
  );
  return RangeSet.of(ranges, true);
}

/** Colours the visible part of JSON text; insertions keep their own look. */
export const jsonMarks: Extension = ViewPlugin.define(
  (view) => ({
    decorations: highlight(view),
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = highlight(update.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);
