"use client";
import { MessageSquare, RotateCcw } from "lucide-react";
import { JsonField } from "#components/fields/json-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf, sampleOf } from "#lib/nodes/catalog.ts";
import { useEditorActions } from "../store/editor-context.tsx";
import { usePayloads } from "./payload-store.ts";

type Props = {
  flowId: string;
  triggers: readonly FlowNode[];
  trigger: FlowNode;
  onTrigger: (nodeId: string) => void;
};

/** What a test starts with: which trigger, and what it delivers. */
export function TestInput({ flowId, triggers, trigger, onTrigger }: Props) {
  const actions = useEditorActions();
  const { texts, set } = usePayloads();
  const key = payloadKey(flowId, trigger.id);
  const typed = texts[key];
  const isChat = definitionOf(trigger.type)?.trigger === "chat";
  return (
    <div className="flex flex-col gap-3 p-3">
      {triggers.length > 1 && (
        <Select
          aria-label="Start at"
          value={trigger.id}
          onChange={(event) => onTrigger(event.target.value)}
          options={triggers.map((each) => ({ value: each.id, label: each.name }))}
        />
      )}
      {isChat && (
        <Callout
          tone="info"
          title="This flow talks to somebody"
          action={
            <Button
              size="sm"
              icon={<MessageSquare aria-hidden="true" className="size-3.5" />}
              onClick={() => actions.setBottomPanel("chat")}
            >
              Open the chat preview
            </Button>
          }
        >
          The chat preview is the better test: there you can answer its questions.
        </Callout>
      )}
      <JsonField
        field={{
          kind: "json",
          label: `What “${trigger.name}” delivers`,
          help: "Starts as the trigger's sample. It is not saved with the flow.",
        }}
        path={`test.${trigger.id}`}
        value={typed ?? sampleText(trigger)}
        onChange={(value) => set(key, typeof value === "string" ? value : JSON.stringify(value))}
      />
      {typed !== undefined && (
        <div>
          <Button
            size="sm"
            variant="ghost"
            icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
            onClick={() => set(key, undefined)}
          >
            Back to the sample
          </Button>
        </div>
      )}
    </div>
  );
}

export function payloadKey(flowId: string, triggerId: string): string {
  return `${flowId}/${triggerId}`;
}

/** The payload to send; undefined when what was typed is no JSON. */
export function readPayload(typed: string | undefined, trigger: FlowNode): Json | undefined {
  const text = typed ?? sampleText(trigger);
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json; // parsed JSON
  } catch {
    return undefined;
  }
}

function sampleText(trigger: FlowNode): string {
  const definition = definitionOf(trigger.type);
  return definition ? JSON.stringify(sampleOf(definition, trigger.config), null, 2) : "{}";
}
