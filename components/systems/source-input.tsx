"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { packText } from "./pack-text.ts";
import type { GivenSource } from "./system-actions.ts";

export type SourceDraft = {
  way: "url" | "file" | "text";
  url: string;
  text: string;
  file: File | null;
};

export const emptySource: SourceDraft = { way: "url", url: "", text: "", file: null };

/** What the actions take; undefined while nothing was given. */
export async function givenSource(draft: SourceDraft): Promise<GivenSource | undefined> {
  if (draft.way === "url") return draft.url.trim() === "" ? undefined : { url: draft.url.trim() };
  const text = draft.way === "file" ? await draft.file?.text() : draft.text;
  return text === undefined || text.trim() === "" ? undefined : { packed: await packText(text) };
}

type Props = {
  draft: SourceDraft;
  error: string | undefined;
  onChange: (draft: SourceDraft) => void;
};

/** Where a description comes from: an address, a file or a pasted text. */
export function SourceInput({ draft, error, onChange }: Props) {
  return (
    <>
      <Segmented
        label="Where the description comes from"
        value={draft.way}
        onChange={(way) =>
          onChange({ ...draft, way: way as SourceDraft["way"] /* one of these */ })
        }
        options={[
          { value: "url", label: "Address" },
          { value: "file", label: "File" },
          { value: "text", label: "Text" },
        ]}
        className="flex"
      />
      {draft.way === "url" && (
        <FormField
          label="Address of the description"
          required
          error={error}
          help="It can be read again later with one click."
        >
          <TextInput
            type="url"
            value={draft.url}
            placeholder="https://api.example.com/openapi.json"
            onChange={(event) => onChange({ ...draft, url: event.target.value })}
          />
        </FormField>
      )}
      {draft.way === "file" && (
        <FormField label="File with the description" required error={error} help="JSON or YAML.">
          <input
            type="file"
            accept=".json,.yaml,.yml,application/json,application/yaml,text/yaml"
            className="text-sm"
            onChange={(event) => onChange({ ...draft, file: event.target.files?.[0] ?? null })}
          />
        </FormField>
      )}
      {draft.way === "text" && (
        <FormField label="The description" required error={error} help="JSON or YAML.">
          <TextArea
            rows={10}
            spellCheck={false}
            className="font-mono text-sm"
            value={draft.text}
            placeholder={'{ "openapi": "3.1.0", … }'}
            onChange={(event) => onChange({ ...draft, text: event.target.value })}
          />
        </FormField>
      )}
    </>
  );
}
