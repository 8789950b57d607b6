import type { RootNames } from "../variables/variable-group.ts";

/** What an editor for templated text is built from. */
export type EditorSetup = {
  parent: HTMLElement;
  text: string;
  /** `line` turns line breaks into spaces; `code` is for JSON. */
  shape: "line" | "text" | "code";
  placeholder: string;
  readOnly: boolean;
  names: RootNames;
  /** Label, description and state for assistive technology. */
  attributes: { [name: string]: string };
  maxLength: number | undefined;
  onChange: (text: string) => void;
  onFocus: (focused: boolean) => void;
  /** `{{` was typed: time to choose a variable. */
  onBraces: () => void;
};

/** Places in the text, in characters. */
export type TextSelection = { anchor: number; head: number };

export type TemplateEditor = {
  /** Takes a text from outside; the cursor stays where it was as far as possible. */
  setText(text: string): void;
  setNames(names: RootNames): void;
  setReadOnly(readOnly: boolean): void;
  setAttributes(attributes: { [name: string]: string }): void;
  /** Puts a text at the cursor; a `{{` before it, typed to call the picker, is replaced. */
  insert(text: string): void;
  focus(selection?: TextSelection): void;
  /** Null while it does not have the focus. */
  selection(): TextSelection | null;
  destroy(): void;
};
