"use client";
import { useState } from "react";
import { explainJson } from "#components/fields/explain-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import type { Port } from "#lib/nodes/contract.ts";
import { useEditorActions } from "../store/editor-context.tsx";

type Props = {
  node: FlowNode;
  ports: readonly Port[];
  start: Json;
  startPort: string;
  onClose: () => void;
};

/** Edits the output that test runs take instead of running a step. */
export function PinDialog({ node, ports, start, startPort, onClose }: Props) {
  const actions = useEditorActions();
  const [text, setText] = useState(() => JSON.stringify(start, null, 2) ?? "null");
  const [port, setPort] = useState(
    ports.some((each) => each.id === startPort) ? startPort : (ports[0]?.id ?? "done"),
  );
  const problem = text.trim() === "" ? "Write a value, such as {} or null." : explainJson(text);

  function pin() {
    if (problem !== undefined) return;
    actions.pinOutput(node.id, { port, output: JSON.parse(text) as Json /* parsed JSON */ });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Pin the output of “${node.name}”`}
      description="Test runs use this instead of running the step. Live runs never do."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={problem !== undefined} onClick={pin}>
            Pin
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3" data-own-undo="">
        {ports.length > 1 && (
          <FormField label="Continues at">
            <Select
              value={port}
              onChange={(event) => setPort(event.target.value)}
              options={ports.map((each) => ({ value: each.id, label: each.label }))}
            />
          </FormField>
        )}
        <FormField label="Output (JSON)" error={problem}>
          <TextArea
            rows={14}
            autoFocus
            spellCheck={false}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  );
}
