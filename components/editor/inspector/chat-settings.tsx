"use client";
import { FieldInput } from "#components/fields/field-input.tsx";
import type { Json } from "#lib/flow/json.ts";
import type { Fields } from "#lib/nodes/fields.ts";
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
  allowedOrigins: {
    kind: "tags",
    label: "Websites that may embed it",
    itemLabel: "website",
    placeholder: "https://example.com",
    help: "Empty: only Patchbay's own chat page.",
    max: 50,
  },
} as const satisfies Fields;

/** How the chat looks to visitors. */
export function ChatSettings() {
  const settings = useEditor((state) => state.document.settings);
  const actions = useEditorActions();
  function change(key: string, value: Json, typedInto?: string) {
    const kept = key === "allowedOrigins" ? originsOf(value) : value;
    actions.setSettings(
      { ...settings, chat: { ...settings.chat, [key]: kept } },
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
      </div>
    </details>
  );
}

/** Web origins out of what was typed; what is none is left out. */
function originsOf(value: Json): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((typed) => {
    if (typeof typed !== "string") return [];
    const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    const parsed = URL.parse(address);
    return parsed && /^https?:$/.test(parsed.protocol) ? [parsed.origin] : [];
  });
}
