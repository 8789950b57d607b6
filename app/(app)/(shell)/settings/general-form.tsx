"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { WorkspaceView } from "#lib/workspace/contract.ts";
import { SaveRow } from "./save-row.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

const zones = Intl.supportedValuesOf("timeZone");
const locales = ["en-GB", "en-US", "de", "de-CH", "fr", "es", "it", "nl", "pl", "pt-BR", "ja"];

/** Name, time zone, language. */
export function GeneralForm({ settings }: { settings: WorkspaceView }) {
  const { name, timeZone, locale } = settings;
  const form = useSettingsForm({ name, timeZone, locale }, (values) => values);
  const { values, change, issue } = form;
  return (
    <form ref={form.form} onSubmit={form.save} noValidate className="flex max-w-md flex-col gap-4">
      <FormField label="Name" error={issue("name")}>
        <TextInput
          value={values.name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => change({ name: event.target.value })}
          required
        />
      </FormField>
      <FormField
        label="Time zone"
        error={issue("timeZone")}
        help="What new steps and schedules begin with. Empty: the zone of whoever adds them."
      >
        <TextInput
          value={values.timeZone}
          list="settings-zones"
          autoComplete="off"
          spellCheck={false}
          placeholder="Europe/Berlin"
          onChange={(event) => change({ timeZone: event.target.value })}
        />
      </FormField>
      <datalist id="settings-zones">
        {["UTC", ...zones].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <FormField
        label="Language of dates and numbers"
        error={issue("locale")}
        help="On these pages, and the language that chats say they are in. Empty: each reader's own."
      >
        <TextInput
          value={values.locale}
          list="settings-locales"
          autoComplete="off"
          spellCheck={false}
          placeholder="en-GB"
          onChange={(event) => change({ locale: event.target.value })}
        />
      </FormField>
      <datalist id="settings-locales">
        {locales.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <SaveRow pending={form.pending} changed={form.changed} error={form.error} />
    </form>
  );
}
