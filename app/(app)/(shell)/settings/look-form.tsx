"use client";
import { Button } from "#components/ui/button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { accentLook } from "#lib/workspace/accent-look.ts";
import type { WorkspaceView } from "#lib/workspace/contract.ts";
import { SaveRow } from "./save-row.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

const themes = ["light", "dark"] as const;
const pages = { light: "#ffffff", dark: "#151921" };

/** The chat's name and colour, with what becomes of the colour. */
export function LookForm({ settings: { chatName, accent } }: { settings: WorkspaceView }) {
  const form = useSettingsForm({ chatName, accent }, (values) => values);
  const { values, change, issue } = form;
  const isColor = /^#[0-9a-f]{6}$/i.test(values.accent);
  return (
    <form ref={form.form} onSubmit={form.save} noValidate className="flex max-w-md flex-col gap-4">
      <FormField
        label="Name of the chat"
        error={issue("chatName")}
        help="Above chats whose flow has no title of its own."
      >
        <TextInput
          value={values.chatName}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => change({ chatName: event.target.value })}
        />
      </FormField>
      <div className="flex items-end gap-2">
        <FormField label="Colour" error={issue("accent")} className="w-36">
          <TextInput
            value={values.accent}
            maxLength={7}
            autoComplete="off"
            spellCheck={false}
            placeholder="#4f46e5"
            onChange={(event) => change({ accent: event.target.value })}
          />
        </FormField>
        <input
          type="color"
          aria-label="Choose the colour"
          value={isColor ? values.accent.toLowerCase() : "#4f46e5"}
          onChange={(event) => change({ accent: event.target.value })}
          className="h-8 w-11 cursor-pointer rounded-lg border border-line-strong/70 bg-surface p-1"
        />
        {values.accent !== "" && (
          <Button onClick={() => change({ accent: "" })}>Patchbay's own</Button>
        )}
      </div>
      {isColor && <Preview color={values.accent.toLowerCase()} />}
      <SaveRow pending={form.pending} changed={form.changed} error={form.error} />
    </form>
  );
}

function Preview({ color }: { color: string }) {
  const adjusted = themes.filter((theme) => accentLook(color, theme).accent !== color);
  return (
    <div>
      <div className="flex flex-wrap gap-2" aria-hidden="true">
        {themes.map((theme) => {
          const look = accentLook(color, theme);
          return (
            <div
              key={theme}
              className="flex items-center gap-2 rounded-lg border border-line p-3"
              style={{ background: pages[theme] }}
            >
              <span
                className="rounded-2xl px-3 py-1.5"
                style={{ background: look.accent, color: look.onAccent }}
              >
                A message
              </span>
              <span
                className="rounded-full border px-3 py-1 font-medium"
                style={{ borderColor: look.accent, color: look.accentText }}
              >
                A button
              </span>
            </div>
          );
        })}
      </div>
      <p role="status" className="mt-2 text-muted text-sm">
        {adjusted.length === 0
          ? "It can be seen and read on light and on dark pages."
          : `On ${adjusted.join(" and ")} pages it is hard to see, so ${adjusted.includes("light") ? "a darker" : "a lighter"} shade stands there.`}
      </p>
    </div>
  );
}
