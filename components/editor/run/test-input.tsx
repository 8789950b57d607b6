"use client";
import { History, MessageSquare, RotateCcw } from "lucide-react";
import { useState } from "react";
import { JsonField } from "#components/fields/json-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditorActions } from "../store/editor-context.tsx";
import { readLastRequest } from "./read-last-request.ts";
import {
  chooseTrigger,
  sampleText,
  typedPayload,
  typePayload,
  useTestInput,
} from "./test-payload.ts";

type Props = {
  flowId: string;
  triggers: readonly FlowNode[];
  trigger: FlowNode;
};

/** What a test starts with: which trigger, and what it delivers. */
export function TestInput({ flowId, triggers, trigger }: Props) {
  const actions = useEditorActions();
  const typed = useTestInput((state) => typedPayload(state, flowId, trigger.id));
  const isChat = definitionOf(trigger.type)?.trigger === "chat";
  const [reading, setReading] = useState(false);

  async function takeLastRequest() {
    setReading(true);
    try {
      const request = await readLastRequest(flowId, trigger.id);
      if (request === undefined) {
        toast({
          title: `Nothing has called “${trigger.name}” yet.`,
          detail: "Publish the flow and send a request to its address.",
        });
      } else typePayload(flowId, trigger.id, JSON.stringify(request, null, 2));
    } catch {
      toast({ title: "The last request could not be read.", tone: "bad" });
    } finally {
      setReading(false);
    }
  }

  return (
    <div className="flex flex-col gap-3 p-3">
      {triggers.length > 1 && (
        <Select
          aria-label="Start at"
          value={trigger.id}
          onChange={(event) => chooseTrigger(flowId, event.target.value)}
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
        onChange={(value) =>
          typePayload(flowId, trigger.id, typeof value === "string" ? value : JSON.stringify(value))
        }
      />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {definitionOf(trigger.type)?.trigger === "webhook" && (
          <Button
            size="sm"
            icon={<History aria-hidden="true" className="size-3.5" />}
            pending={reading}
            onClick={() => void takeLastRequest()}
          >
            Take the last request received
          </Button>
        )}
        {typed !== undefined && (
          <Button
            size="sm"
            variant="ghost"
            icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
            onClick={() => typePayload(flowId, trigger.id, undefined)}
          >
            Back to the sample
          </Button>
        )}
      </div>
    </div>
  );
}
