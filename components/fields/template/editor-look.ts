import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const chip = (tone: string) => ({
  color: `var(--${tone})`,
  backgroundColor: `var(--${tone}-soft)`,
});

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--text)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.25rem", overflow: "auto" },
  ".cm-content": { padding: "5px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 0 0 10px" },
  ".cm-placeholder": { color: "var(--faint)", fontFamily: "inherit" },
  ".cm-dropCursor": { borderLeft: "2px solid var(--accent)" },
  ".cm-chip": {
    display: "inline-block",
    maxWidth: "100%",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    verticalAlign: "bottom",
    borderRadius: "5px",
    padding: "0 6px",
    margin: "0 1px",
    fontFamily: "var(--font-sans, system-ui, sans-serif)",
    fontSize: "0.75rem",
    lineHeight: "1.25rem",
    fontWeight: "500",
    cursor: "default",
  },
  ".cm-chip-path, .cm-chip-filters": { fontWeight: "400" },
  ".cm-chip-trigger": chip("trigger"),
  ".cm-chip-conversation": chip("conversation"),
  ".cm-chip-logic": chip("logic"),
  ".cm-chip-integration": chip("integration"),
  ".cm-chip-variable": { color: "var(--accent-text)", backgroundColor: "var(--accent-soft)" },
  ".cm-chip-expression": { color: "var(--text)", backgroundColor: "var(--hover)" },
  ".cm-chip-unknown": { ...chip("bad"), textDecoration: "underline wavy 1px" },
  ".cm-json-key": { color: "var(--integration)" },
  ".cm-json-text": { color: "var(--ok)" },
  ".cm-json-number, .cm-json-word": { color: "var(--logic)" },
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
