import { type Extension, type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from "@codemirror/view";

const token =
  /\{\{[\s\S]*?\}\}|("(?:\\.|\{\{.*?\}\}|[^"\\\n])*"?)(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

const marks = {
  key: Decoration.mark({ class: "cm-json-key" }),
  text: Decoration.mark({ class: "cm-json-text" }),
  number: Decoration.mark({ class: "cm-json-number" }),
  word: Decoration.mark({ class: "cm-json-word" }),
};

function highlight(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    const text = view.state.sliceDoc(from, to);
    for (const match of text.matchAll(token)) {
      const [whole, quoted, colon] = match;
      if (whole.startsWith("{{")) continue;
      const start = from + match.index;
      if (quoted !== undefined) {
        const mark = colon === undefined ? marks.text : marks.key;
        ranges.push(mark.range(start, start + quoted.length));
      } else {
        const mark = /^[-\d]/.test(whole) ? marks.number : marks.word;
        ranges.push(mark.range(start, start + whole.length));
      }
    }
  }
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
