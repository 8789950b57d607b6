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
  restartWord: {
    kind: "text",
    label: "Restart word",
    placeholder: "restart",
    help: "A visitor who says just this starts over. Empty: nothing does.",
    maxLength: 40,
  },
  sessionMinutes: {
    kind: "number",
    label: "Session ends after",
    help: "Without a message for this long, the next one starts afresh. Empty: never.",
    unit: "minutes",
    min: 1,
    max: 525_600,
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
  function change(key: string, typed: Json, typedInto?: string) {
    const value = key === "sessionMinutes" ? minutesOf(typed) : typed;
    // What is no number of minutes is not taken: the document would not hold it.
    if (value === undefined) return;
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

function minutesOf(typed: Json): number | null | undefined {
  if (typed === null || typed === "") return null;
  const { min, max } = fields.sessionMinutes;
  const fits = typeof typed === "number" && Number.isInteger(typed) && typed >= min && typed <= max;
  return fits ? typed : undefined;
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
