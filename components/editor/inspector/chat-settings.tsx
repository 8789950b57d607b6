"use client";
import { FieldInput } from "#components/fields/field-input.tsx";
import { TagsField } from "#components/fields/tags-field.tsx";
import type { Json } from "#lib/flow/json.ts";
import { webOriginOf } from "#lib/flow/web-origin.ts";
import type { Fields, TagsField as TagsDefinition } from "#lib/nodes/fields.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

const fields = {
  title: {
    kind: "text",
    label: "Title",
    help: "Above the chat. Empty: the flow's name.",
    maxLength: 80,
  },
  greeting: {
    kind: "text",
    label: "Greeting",
    help: "Shown before the visitor has written anything.",
    multiline: true,
    maxLength: 500,
  },
  apology: {
    kind: "text",
    label: "When something breaks",
    help: "Said to the visitor when a step fails and nothing catches it.",
    multiline: true,
    maxLength: 500,
  },
} as const satisfies Fields;

const websites = {
  kind: "tags",
  label: "Websites that may embed it",
  itemLabel: "website",
  placeholder: "https://example.com",
  help: "Elsewhere the embedded chat stays closed. Takes effect when the flow is published.",
  max: 50,
} as const satisfies TagsDefinition;

/** How the chat looks to visitors. */
export function ChatSettings() {
  const settings = useEditor((state) => state.document.settings);
  const actions = useEditorActions();
  function change(key: string, value: Json, typedInto?: string) {
    actions.setSettings(
      { ...settings, chat: { ...settings.chat, [key]: value } },
      typedInto === undefined ? undefined : { coalesce: `settings.${typedInto}` },
    );
  }
  return (
    <details className="rounded-lg border border-line">
      <summary className="cursor-pointer px-3 py-2 font-semibold">Chat page</summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        {Object.entries(fields).map(([key, field]) => (
          <FieldInput
            key={key}
            field={field}
            path={`chat.${key}`}
            value={settings.chat[key as keyof typeof fields /* the keys of this very object */]}
            onChange={(value, typedInto) => change(key, value, typedInto)}
          />
        ))}
        <AllowedWebsites />
      </div>
    </details>
  );
}

/** The websites on which the widget shows. */
export function AllowedWebsites() {
  const settings = useEditor((state) => state.document.settings);
  const actions = useEditorActions();
  return (
    <TagsField
      field={websites}
      path="chat.allowedOrigins"
      value={settings.chat.allowedOrigins}
      read={webOriginOf}
      onChange={(value) =>
        actions.setSettings({
          ...settings,
          chat: {
            ...settings.chat,
            allowedOrigins: Array.isArray(value)
              ? value.filter((each) => typeof each === "string")
              : [],
          },
        })
      }
    />
  );
}
