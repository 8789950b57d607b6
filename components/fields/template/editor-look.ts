import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--text)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.25rem", overflow: "auto" },
  ".cm-content": { padding: "5px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 0 0 10px" },
  ".cm-placeholder": { color: "var(--faint)", fontFamily: "inherit" },
  ".cm-dropCursor": { borderLeft: "2px solid var(--accent)" },
});

const mono = EditorView.theme({
  ".cm-scroller": {
    fontFamily: "var(--font-mono, ui-monospace, monospace)",
    fontSize: "0.8125rem",
  },
});

/** The editor in the page's own colours; `code` sets it in the monospaced face. */
export function editorLook(code: boolean): Extension {
  // The page's policy allows only styles that carry its nonce; scripts may read it, attributes hide it.
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  return [code ? mono : [], theme, nonce ? EditorView.cspNonce.of(nonce) : []];
}
