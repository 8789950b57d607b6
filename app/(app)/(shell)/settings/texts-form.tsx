"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { usualTexts } from "#lib/workspace/chat-texts.ts";
import type { WidgetTexts } from "#lib/workspace/settings.ts";
import { SaveRow } from "./save-row.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

const fields: { name: keyof WidgetTexts; label: string; max: number; help?: string }[] = [
  { name: "placeholder", label: "In the empty message box", max: 80 },
  {
    name: "send",
    label: "On the Send button",
    max: 30,
    help: "Empty: a paper plane.",
  },
  { name: "ended", label: "When a conversation has ended", max: 200 },
  { name: "offline", label: "When the visitor has no connection", max: 200 },
  {
    name: "closed",
    label: "Where a chat is not published",
    max: 300,
    help: "Your opening hours, say, or another way to reach you.",
  },
];

/** What visitors read around the conversation. */
export function TextsForm({ texts }: { texts: WidgetTexts }) {
  const form = useSettingsForm(texts, (values) => ({ texts: values }));
  const { values, change, issue } = form;
  return (
    <form ref={form.form} onSubmit={form.save} noValidate className="flex max-w-md flex-col gap-4">
      {fields.map(({ name, label, max, help }) => (
        <FormField key={name} label={label} error={issue(`texts.${name}`)} help={help}>
          <TextInput
            value={values[name]}
            maxLength={max}
            autoComplete="off"
            placeholder={usualTexts[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        </FormField>
      ))}
      <SaveRow pending={form.pending} changed={form.changed} error={form.error} />
    </form>
  );
}
