"use client";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { FlowVariable } from "#lib/flow/document.ts";
import { isForbiddenKey, type Json } from "#lib/flow/json.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { CommitInput } from "./commit-input.tsx";

/** The flow's declared variables and what every run starts with. */
export function VariablesEditor() {
  const variables = useEditor((state) => state.document.variables);
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const change = (index: number, patch: Partial<FlowVariable>) =>
    actions.setVariables(
      variables.map((each, at) => (at === index ? { ...each, ...patch } : each)),
    );

  function rename(index: number, typed: string) {
    const name = typed.trim().replace(/[\s-]+/g, "_");
    const taken = variables.some((each, at) => at !== index && each.name === name);
    if (/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/.test(name) && !isForbiddenKey(name) && !taken) {
      change(index, { name });
    }
  }

  return (
    <section aria-labelledby="inspector-variables">
      <h3 id="inspector-variables" className="font-semibold">
        Variables
      </h3>
      <p className="mb-2 text-muted text-sm">
        Remembered during a run. Steps set them; here you give what a run starts with.
      </p>
      <div className="flex flex-col gap-1.5">
        {variables.map((variable, index) => (
          <div
            // Two variables never share a name.
            key={variable.name}
            className="flex items-center gap-1.5"
          >
            <CommitInput
              aria-label="Variable's name"
              title="A letter, then letters, digits and _"
              value={variable.name}
              readOnly={!canEdit}
              spellCheck={false}
              onCommit={(name) => rename(index, name)}
            />
            <CommitInput
              aria-label={`Starting value of ${variable.name}`}
              placeholder="empty"
              value={shown(variable.initial)}
              readOnly={!canEdit}
              onCommit={(text) => change(index, { initial: readValue(text) })}
            />
            {canEdit && (
              <IconButton
                label={`Remove ${variable.name}`}
                size="sm"
                icon={<X className="size-4" />}
                onClick={() => actions.setVariables(variables.filter((_, at) => at !== index))}
              />
            )}
          </div>
        ))}
      </div>
      {canEdit && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1"
          icon={<Plus aria-hidden="true" className="size-4" />}
          onClick={() =>
            actions.setVariables([
              ...variables,
              { name: freshName(variables), description: "", initial: null },
            ])
          }
        >
          Add variable
        </Button>
      )}
    </section>
  );
}

function freshName(variables: readonly FlowVariable[]): string {
  const taken = new Set(variables.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? "variable" : `variable_${number}`;
    if (!taken.has(name)) return name;
  }
}

function shown(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Numbers, true, false and JSON are taken as such, all else as text; empty is no value. */
function readValue(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json; // parsed JSON
  } catch {
    return text;
  }
}
