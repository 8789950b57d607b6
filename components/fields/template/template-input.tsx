"use client";
import { Braces } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import type { ControlProps } from "../field-frame.tsx";
import { useFieldScope } from "../field-scope.ts";
import { VariablePicker } from "../variables/variable-picker.tsx";
import { createEditor, type EditorSetup, type TemplateEditor } from "./create-editor.ts";
import { TemplatePreview } from "./template-preview.tsx";

type Props = {
  control: ControlProps;
  value: string;
  onChange: (value: string) => void;
  shape: EditorSetup["shape"];
  /** Whether `{{ }}` can be inserted; plain code otherwise. */
  templated: boolean;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
};

/** A text with `{{ }}`: chips, the variable picker, and the result below while it is focused. */
export function TemplateInput({
  control,
  value,
  onChange,
  shape,
  templated,
  placeholder = "",
  maxLength,
}: Props) {
  const { names, readOnly } = useFieldScope();
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<TemplateEditor | null>(null);
  const [focused, setFocused] = useState(false);
  const [picking, setPicking] = useState(false);
  const latest = useRef({ onChange, templated });
  latest.current = { onChange, templated };

  const attributes = JSON.stringify(editorAttributes(control, shape !== "line", readOnly));
  // The editor is built once and told of changes: rebuilding it would lose the cursor.
  const start = useRef({ value, shape, placeholder, readOnly, names, maxLength, attributes });
  useEffect(() => {
    if (holder.current === null) return;
    const { value: text, attributes: initial, ...setup } = start.current;
    const built = createEditor({
      ...setup,
      parent: holder.current,
      text,
      attributes: JSON.parse(initial),
      onChange: (next) => latest.current.onChange(next),
      onFocus: setFocused,
      onBraces: () => latest.current.templated && setPicking(true),
    });
    editor.current = built;
    return () => {
      built.destroy();
      editor.current = null;
    };
  }, []);
  useEffect(() => editor.current?.setText(value), [value]);
  useEffect(() => editor.current?.setNames(names), [names]);
  useEffect(() => editor.current?.setReadOnly(readOnly), [readOnly]);
  useEffect(() => editor.current?.setAttributes(JSON.parse(attributes)), [attributes]);

  const showPreview = templated && focused && !picking && value.includes("{{");
  return (
    <div
      className={cx(
        "overflow-clip rounded-lg border border-line-strong/70 bg-surface",
        "focus-within:border-accent focus-within:outline-2 focus-within:outline-accent",
        control["aria-invalid"] && "border-bad",
        readOnly && "bg-sunken",
      )}
    >
      <div className="flex items-start">
        <div
          ref={holder}
          className={cx(
            "min-w-0 flex-1",
            shape === "line" &&
              "[&_.cm-scroller]:overflow-x-auto [&_.cm-scroller]:[scrollbar-width:none]",
            shape === "text" && "[&_.cm-scroller]:min-h-16 [&_.cm-scroller]:max-h-64",
            shape === "code" && "[&_.cm-scroller]:min-h-24 [&_.cm-scroller]:max-h-80",
          )}
        />
        {templated && !readOnly && (
          <Popover
            open={picking}
            onOpenChange={(open) => {
              setPicking(open);
              if (!open) requestAnimationFrame(() => editor.current?.focus());
            }}
            label="Insert a value"
            align="end"
            className="w-[min(24rem,calc(100vw-2rem))]"
            trigger={
              <IconButton
                label="Insert a value from an earlier step"
                icon={<Braces className="size-4" />}
                size="sm"
                className="m-0.5 rounded-md"
              />
            }
          >
            <VariablePicker
              onPick={(insertion) => {
                setPicking(false);
                editor.current?.insert(insertion);
              }}
            />
          </Popover>
        )}
      </div>
      {showPreview && <TemplatePreview text={value} json={shape === "code"} />}
    </div>
  );
}

function editorAttributes(
  control: ControlProps,
  multiline: boolean,
  readOnly: boolean,
): { [name: string]: string } {
  const { id, ...aria } = control;
  const set = Object.entries(aria).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return {
    ...Object.fromEntries(set),
    id,
    role: "textbox",
    "aria-multiline": String(multiline),
    "aria-readonly": String(readOnly),
    tabindex: "0",
    spellcheck: "true",
  };
}
