import { useState } from "react";
import { isUnprepared, UnpreparedInput } from "#components/runs/unprepared-input.tsx";
import { Button } from "#components/ui/button.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { JsonTree } from "./json-tree.tsx";
import { type NamedValue, namedInput } from "./named-input.ts";

type Props = { step: StepView; node: FlowNode | undefined; label: string };

/** What a step was given: by the names of its settings, or as it is recorded. */
export function StepInput({ step, node, label }: Props) {
  const [asRecorded, setAsRecorded] = useState(false);
  if (isUnprepared(step)) return <UnpreparedInput step={step} node={node} />;
  const definition = definitionOf(step.nodeType);
  const named = definition === undefined ? null : namedInput(definition, step.input);
  const tree = <JsonTree label={label} value={step.input} root="input" />;
  if (named === null || named.length === 0) return tree;
  return (
    <div className="@container flex flex-col gap-2">
      {asRecorded ? tree : <NamedValues values={named} />}
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        onClick={() => setAsRecorded(!asRecorded)}
      >
        {asRecorded ? "Show by name" : "Show as recorded"}
      </Button>
    </div>
  );
}

/** Names beside their values where there is room, else above them. */
function NamedValues({ values }: { values: readonly NamedValue[] }) {
  return (
    <dl className="flex @md:grid @md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] flex-col gap-x-4 gap-y-1.5">
      {values.map((named) => (
        <div key={named.path} className="@md:contents">
          <dt className="wrap-anywhere text-muted text-sm">{named.label}</dt>
          <dd className="min-w-0 text-sm">
            {named.kind === "words" ? (
              <span className="wrap-anywhere whitespace-pre-wrap">{named.text}</span>
            ) : (
              <JsonTree label={named.label} value={named.value} root={`input.${named.path}`} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
