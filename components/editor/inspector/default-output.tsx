"use client";
import { useEffect, useState } from "react";
import { explainJson } from "#components/fields/explain-json.ts";
import { FormField } from "#components/ui/form-field.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { SwitchRow } from "./switch-row.tsx";

/** The output to go on with when the step fails. */
export function DefaultOutput({ node }: { node: FlowNode }) {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const caught = useEditor(({ document }) =>
    document.edges.some(({ source, sourcePort }) => source === node.id && sourcePort === "failed"),
  );
  const { fallback } = node;
  return (
    <div className="flex flex-col gap-2">
      <SwitchRow
        label="Go on when it fails"
        help={
          caught
            ? "Not used: “Failed” leads somewhere, so the flow goes on there."
            : "With a default output in place of the result. Otherwise the run fails."
        }
        checked={fallback !== null}
        disabled={!canEdit || (caught && fallback === null)}
        onChange={(on) => actions.updateNode(node.id, { fallback: on ? { output: {} } : null })}
      />
      {fallback !== null && (
        <OutputInput
          value={fallback.output}
          readOnly={!canEdit}
          onCommit={(output) => actions.updateNode(node.id, { fallback: { output } })}
        />
      )}
    </div>
  );
}

type InputProps = { value: Json; readOnly: boolean; onCommit: (value: Json) => void };

/** JSON that takes effect on leaving it; what cannot be read stays in the field, and says so. */
function OutputInput({ value, readOnly, onCommit }: InputProps) {
  const stored = JSON.stringify(value, null, 2);
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  const error = text.trim() === "" ? "Write a value, such as {} or null." : explainJson(text);
  return (
    <FormField label="Default output (JSON)" error={error}>
      <TextArea
        rows={5}
        spellCheck={false}
        data-own-undo=""
        className="font-mono text-xs"
        readOnly={readOnly}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (error === undefined && text !== stored) onCommit(JSON.parse(text));
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === stored) return;
          event.stopPropagation();
          setText(stored);
        }}
      />
    </FormField>
  );
}
