import type { RootNames, VariableGroup } from "../variables/variable-group.ts";

/** What an editor for templated text is built from. */
export type EditorSetup = {
  parent: HTMLElement;
  text: string;
  /** `line` turns line breaks into spaces; `code` is for JSON. */
  shape: "line" | "text" | "code";
  placeholder: string;
  readOnly: boolean;
  names: RootNames;
  /** Whether `{{ }}` means anything here. */
  templated: boolean;
  /** What to offer while a `{{` is being written. */
  groups: readonly VariableGroup[];
  /** Places the cursor and takes the focus; null leaves the focus where it is. */
  selection: TextSelection | null;
  /** Label, description and state for assistive technology. */
  attributes: { [name: string]: string };
  maxLength: number | undefined;
  onChange: (text: string) => void;
  onFocus: (focused: boolean) => void;
};

/** Places in the text, in characters. */
export type TextSelection = { anchor: number; head: number };

export type TemplateEditor = {
  /** What it holds now, whatever of it was reported or came back. */
  text(): string;
  /** Takes a text from outside; the cursor stays where it was as far as possible. */
  setText(text: string): void;
  setNames(names: RootNames): void;
  setGroups(groups: readonly VariableGroup[]): void;
  setReadOnly(readOnly: boolean): void;
  setAttributes(attributes: { [name: string]: string }): void;
  /** Puts the value of this path at the cursor; a `{{ }}` that is being written there is replaced. */
  insert(path: string): void;
  focus(): void;
  /** Null while it does not have the focus. */
  selection(): TextSelection | null;
  /** Whether a character is being put together, as with an input method. */
  composing(): boolean;
  destroy(): void;
};
