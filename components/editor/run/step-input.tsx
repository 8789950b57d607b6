import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { JsonTree } from "./json-tree.tsx";
import { type NamedValue, namedInput } from "./named-input.ts";

/** What a step was given: by the names of its settings, or as it is recorded. */
export function StepInput({ step }: { step: StepView }) {
  const [asRecorded, setAsRecorded] = useState(false);
  const definition = definitionOf(step.nodeType);
  const named = definition === undefined ? null : namedInput(definition, step.input);
  const tree = <JsonTree label="input" value={step.input} root="input" />;
  if (named === null || named.length === 0) return tree;
  return (
    <>
      {asRecorded ? (
        tree
      ) : (
        <dl className="flex flex-col gap-2">
          {named.map((each) => (
            <div key={each.path}>
              <dt className="text-muted text-sm">{each.label}</dt>
              <dd>
                <Value named={each} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        onClick={() => setAsRecorded(!asRecorded)}
      >
        {asRecorded ? "Show by name" : "Show as recorded"}
      </Button>
    </>
  );
}

function Value({ named }: { named: NamedValue }) {
  if (named.kind === "value") {
    return <JsonTree label={named.label} value={named.value} root={`input.${named.path}`} />;
  }
  return <span className="wrap-anywhere whitespace-pre-wrap">{named.text}</span>;
}
