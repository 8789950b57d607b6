import { type RefObject, useEffect, useRef } from "react";
import { createEchoes } from "./echoes.ts";
import { createPlainEditor } from "./plain-editor.ts";
import { pointerIsUp } from "./pointer-is-up.ts";
import type { EditorSetup, TemplateEditor } from "./template-editor.ts";

type CreateEditor = (setup: EditorSetup) => TemplateEditor;
type Input = {
  attributes: EditorSetup["attributes"];
  setup: Omit<EditorSetup, "parent" | "text" | "selection" | "attributes" | "onChange" | "onFocus">;
  value: string;
  onChange: (text: string) => void;
  onFocus: (focused: boolean) => void;
};
type Held = {
  /** Where the editor is put. */
  holder: RefObject<HTMLDivElement | null>;
  editor: RefObject<TemplateEditor | null>;
  /** Asks for the full editor, which is fetched then, instead of the stand-in. */
  upgrade: () => void;
};

/**
 * Keeps an editor in step with its field: a light stand-in, until the field is really used. The
 * editor's text leads; the value only overrules it when it was changed elsewhere.
 */
export function useTemplateEditor(input: Input): Held {
  const { value } = input;
  const { names, groups, readOnly } = input.setup;
  const attributes = JSON.stringify(input.attributes);
  const latest = useRef(input);
  latest.current = input;
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<TemplateEditor | null>(null);
  const create = useRef<CreateEditor>(createPlainEditor);
  const asked = useRef(false);
  const echoes = useRef(createEchoes());

  /** Also exchanges the editor in place, in one go: no key can come in between. */
  function build(parent: HTMLElement): void {
    const before = editor.current;
    let built: TemplateEditor | null = null;
    const setup: EditorSetup = {
      ...latest.current.setup,
      attributes: latest.current.attributes,
      parent,
      text: before?.text() ?? latest.current.value,
      selection: before?.selection() ?? null,
      onChange(text) {
        if (built === null || editor.current !== built) return;
        echoes.current.sent(text);
        latest.current.onChange(text);
      },
      // The focus that goes from one editor to the next has not left the field.
      onFocus(focused) {
        if (built !== null && editor.current === built) latest.current.onFocus(focused);
      },
    };
    editor.current = null;
    built = create.current(setup);
    editor.current = built;
    before?.destroy();
  }

  async function upgrade(): Promise<void> {
    if (asked.current) return;
    asked.current = true;
    try {
      create.current = (await import("./create-editor.ts")).createEditor;
    } catch {
      // Without the network the stand-in stays, and the next touch asks again.
      asked.current = false;
      return;
    }
    // A selection being drawn, or a character being put together, would be lost.
    await pointerIsUp();
    while (editor.current?.composing()) {
      await compositionEnds();
      await pointerIsUp();
    }
    if (holder.current !== null && editor.current !== null) build(holder.current);
  }

  // Built once and then told of changes: building anew would lose the cursor.
  // biome-ignore lint/correctness/useExhaustiveDependencies: everything it reads is kept in refs
  useEffect(() => {
    if (holder.current === null) return;
    build(holder.current);
    return () => {
      const built = editor.current;
      editor.current = null;
      built?.destroy();
    };
  }, []);
  useEffect(() => {
    const held = editor.current;
    if (held && echoes.current.isNews(value, held.text())) held.setText(value);
  }, [value]);
  useEffect(() => editor.current?.setNames(names), [names]);
  useEffect(() => editor.current?.setGroups(groups), [groups]);
  useEffect(() => editor.current?.setReadOnly(readOnly), [readOnly]);
  useEffect(() => editor.current?.setAttributes(JSON.parse(attributes)), [attributes]);

  return { holder, editor, upgrade: () => void upgrade() };
}

function compositionEnds(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener("compositionend", () => resolve(), { once: true });
  });
}
