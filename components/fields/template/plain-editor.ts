import { insertionText } from "../variables/variable-path.ts";
import { drawChip } from "./chip-look.ts";
import { describeInsertion, findInsertions } from "./insertions.ts";
import { type JsonToken, jsonLooks, jsonTokens } from "./json-tokens.ts";
import type { EditorSetup, TemplateEditor, TextSelection } from "./template-editor.ts";

/**
 * Shows a template as the full editor does and takes simple typing. It stands in for it until the
 * field is really used: the full editor is large, and a step may have dozens of fields.
 */
export function createPlainEditor(setup: EditorSetup): TemplateEditor {
  let { text, names } = setup;
  const box = document.createElement("div");
  box.className = [
    "min-h-[1.875rem] py-[5px] pl-2.5 leading-5 outline-none",
    "empty:before:text-faint empty:before:content-[attr(data-placeholder)]",
    setup.shape === "line"
      ? "overflow-x-auto whitespace-pre [scrollbar-width:none]"
      : "wrap-anywhere overflow-y-auto whitespace-pre-wrap",
    setup.shape === "text" && "max-h-64 min-h-16",
    setup.shape === "code" && "max-h-80 min-h-24 font-mono text-sm",
  ]
    .filter(Boolean)
    .join(" ");
  box.dataset.placeholder = setup.placeholder;
  setReadOnly(setup.readOnly);
  setAttributes(setup.attributes);
  draw();
  setup.parent.append(box);
  let composing = false;

  box.addEventListener("input", () => {
    const typed = readText(box);
    text = (setup.shape === "line" ? typed.replace(/\s*\n\s*/g, " ") : typed).slice(
      0,
      setup.maxLength,
    );
    setup.onChange(text);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && setup.shape === "line") event.preventDefault();
  });
  box.addEventListener("compositionstart", () => {
    composing = true;
  });
  box.addEventListener("compositionend", () => {
    composing = false;
  });
  box.addEventListener("focus", () => setup.onFocus(true));
  box.addEventListener("blur", () => setup.onFocus(false));

  function draw(): void {
    box.replaceChildren();
    const tokens = setup.shape === "code" ? jsonTokens(text) : [];
    let end = 0;
    for (const { from, to, expression } of findInsertions(text)) {
      drawText(end, from, tokens);
      const chip = drawChip(describeInsertion(expression, names));
      chip.contentEditable = "false";
      chip.dataset.source = text.slice(from, to);
      box.append(chip);
      end = to;
    }
    drawText(end, text.length, tokens);
  }

  function drawText(start: number, stop: number, tokens: readonly JsonToken[]): void {
    let end = start;
    for (const token of tokens) {
      const from = Math.max(start, token.from);
      const to = Math.min(stop, token.to);
      if (from >= to) continue;
      const colored = document.createElement("span");
      colored.className = jsonLooks[token.look];
      colored.append(text.slice(from, to));
      box.append(text.slice(end, from), colored);
      end = to;
    }
    if (end < stop) box.append(text.slice(end, stop));
  }

  function setReadOnly(readOnly: boolean): void {
    box.contentEditable = readOnly ? "false" : "true";
  }

  function setAttributes(attributes: { [name: string]: string }): void {
    for (const { name } of [...box.attributes]) {
      if (name.startsWith("aria-") && !(name in attributes)) box.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  }

  return {
    text: () => text,
    setText(next) {
      if (next === text) return;
      text = next;
      draw();
    },
    setNames(next) {
      names = next;
      if (document.activeElement !== box) draw();
    },
    setGroups() {},
    setReadOnly,
    setAttributes,
    insert(path) {
      text += insertionText(path);
      draw();
      setup.onChange(text);
    },
    focus: () => box.focus(),
    selection: () => readSelection(box),
    composing: () => composing,
    destroy: () => box.remove(),
  };
}

/** The text that what is shown stands for. Browsers write line breaks as `<br>` or `<div>`. */
function readText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  if (!(node instanceof HTMLElement)) return "";
  if (node.dataset.source !== undefined) return node.dataset.source;
  if (node.tagName === "BR") return node.nextSibling ? "\n" : "";
  const inner = [...node.childNodes].map(readText).join("");
  return node.tagName === "DIV" && node.previousSibling !== null ? `\n${inner}` : inner;
}

function readSelection(box: HTMLElement): TextSelection | null {
  const selection = document.getSelection();
  if (document.activeElement !== box || !selection?.anchorNode || !selection.focusNode) return null;
  const before = (node: Node, offset: number) => {
    const range = document.createRange();
    range.selectNodeContents(box);
    range.setEnd(node, offset);
    return [...range.cloneContents().childNodes].map(readText).join("").length;
  };
  return {
    anchor: before(selection.anchorNode, selection.anchorOffset),
    head: before(selection.focusNode, selection.focusOffset),
  };
}
