"use client";
import { Braces } from "lucide-react";
import { useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import type { ControlProps } from "../field-frame.tsx";
import { useFieldScope } from "../field-scope.ts";
import { VariablePicker } from "../variables/variable-picker.tsx";
import type { EditorSetup } from "./template-editor.ts";
import { TemplatePreview } from "./template-preview.tsx";
import { useTemplateEditor } from "./use-template-editor.ts";

type Props = {
  control: ControlProps;
  /** What is wrong with the text is said below the field already. */
  told: boolean;
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
  told,
  value,
  onChange,
  shape,
  templated,
  placeholder = "",
  maxLength,
}: Props) {
  const { names, groups, readOnly } = useFieldScope();
  const [focused, setFocused] = useState(false);
  const [picking, setPicking] = useState(false);
  const { holder, editor, upgrade } = useTemplateEditor({
    attributes: editorAttributes(control, shape !== "line", readOnly),
    setup: { shape, placeholder, readOnly, names, groups, templated, maxLength },
    value,
    onChange,
    onFocus: setFocused,
  });

  const showPreview = templated && focused && !picking && value.includes("{{");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that the field is about to be used
    <div
      // Not on entering: an inspector that opens under a resting pointer is not a field about to be used.
      onPointerMove={upgrade}
      onFocus={upgrade}
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
              onPick={(path) => {
                setPicking(false);
                editor.current?.insert(path);
              }}
            />
          </Popover>
        )}
      </div>
      {showPreview && <TemplatePreview text={value} json={shape === "code"} quiet={told} />}
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
