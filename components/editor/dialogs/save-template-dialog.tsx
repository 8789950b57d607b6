"use client";
import { type FormEvent, useState } from "react";
import { describeStripped } from "#components/templates/describe-stripped.ts";
import { categoryWords } from "#components/templates/template-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { takeClip } from "#lib/flow/clipboard.ts";
import { type TemplateCategory, templateCategories } from "#lib/templates/template.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorServer, useEditorStore } from "../store/editor-context.tsx";

/** Keeps this flow, or the steps that are selected, to be set up again elsewhere. */
export function SaveTemplateDialog({ onClose }: { onClose: () => void }) {
  const store = useEditorStore();
  const server = useEditorServer();
  const selected = useEditor((state) => state.selection.nodeIds.length);
  const variables = useEditor((state) => state.document.variables);
  const [scope, setScope] = useState<"flow" | "steps">(selected > 0 ? "steps" : "flow");
  const [name, setName] = useState("");
  const [summary, setSummary] = useState("");
  const [category, setCategory] = useState<TemplateCategory>("integration");
  const [asked, setAsked] = useState<string[]>([]);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionError>();

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const { document, selection } = store.getState();
    const whole = scope === "flow" ? document : { ...document, ...takeClip(document, selection) };
    const input = { name, summary, category, scope, document: whole, asked };
    const result = await server.saveTemplate(input);
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    toast({
      title: `“${name.trim()}” is among the templates${result.value.version > 1 ? `, as version ${result.value.version}` : ""}.`,
      tone: "ok",
      detail: describeStripped(result.value.stripped),
    });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as template"
      description="Without credentials and sample data; connections become places for others."
    >
      <form noValidate className="flex flex-col gap-4 pb-4" onSubmit={save}>
        <FormField
          label="Name"
          required
          help="A template of this name is replaced, as its next version."
          error={failure?.issues?.find(({ path }) => path === "name")?.message}
        >
          <TextInput
            autoFocus
            value={name}
            maxLength={80}
            onChange={(event) => {
              setName(event.target.value);
              setFailure(undefined);
            }}
          />
        </FormField>
        <FormField label="What it does">
          <TextInput
            value={summary}
            maxLength={300}
            onChange={(event) => setSummary(event.target.value)}
          />
        </FormField>
        {selected > 0 && (
          <Segmented
            label="What to keep"
            value={scope}
            onChange={(next) => setScope(next === "flow" ? "flow" : "steps")}
            options={[
              { value: "steps", label: `${counted(selected, "selected step")}` },
              { value: "flow", label: "The whole flow" },
            ]}
          />
        )}
        <FormField label="Category">
          <Select
            value={category}
            onChange={(event) =>
              setCategory(
                templateCategories.find((one) => one === event.target.value) ?? "integration",
              )
            }
            options={templateCategories.map((value) => ({ value, label: categoryWords[value] }))}
          />
        </FormField>
        {variables.length > 0 && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 font-medium text-sm">Ask for these each time</legend>
            {variables.map((variable) => (
              <label key={variable.name} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={asked.includes(variable.name)}
                  onChange={({ target }) =>
                    setAsked(
                      target.checked
                        ? [...asked, variable.name]
                        : asked.filter((one) => one !== variable.name),
                    )
                  }
                />
                {variable.name}
              </label>
            ))}
          </fieldset>
        )}
        {failure !== undefined && !failure.issues?.length && (
          <Callout tone="bad" role="alert" title={failure.message}>
            {failure.next}
          </Callout>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" pending={pending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
