import { z } from "zod";
import { fileRef } from "#lib/files/file-ref.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { triggerPorts } from "../ports.ts";

const config = z.strictObject({
  when: z.enum(["any", "keywords", "pattern"]).default("any"),
  keywords: z.array(z.string().min(1).max(100)).max(50).default([]),
  wholeWord: z.boolean().default(true),
  pattern: z.string().max(500).default(""),
  ignoreCase: z.boolean().default(true),
});

export type ChatTriggerConfig = z.infer<typeof config>;

export const definition = {
  id: "chat-trigger",
  version: 1,
  migrate: [],
  label: "Chat message",
  summary: "Starts the flow when a visitor writes to the chatbot.",
  category: "trigger",
  keywords: ["start", "chatbot", "conversation", "visitor", "keyword", "message received"],
  icon: "M20 11.5a7.5 7.5 0 0 1-10.9 6.7L4 20l1.8-4.9A7.5 7.5 0 1 1 20 11.5z M9 11.5h.01 M12.5 11.5h.01 M16 11.5h.01",
  trigger: "chat",
  config,
  defaults: config.parse({}),
  fields: {
    address: {
      kind: "address",
      of: "chat",
      label: "Chat page",
      help: "Where visitors reach this chatbot once the flow is published.",
    },
    when: {
      kind: "select",
      label: "Starts on",
      options: [
        { value: "any", label: "Any message" },
        { value: "keywords", label: "Keywords", help: "The message contains one of your words." },
        { value: "pattern", label: "Pattern", help: "The message matches a regular expression." },
      ],
    },
    keywords: {
      kind: "tags",
      label: "Keywords",
      itemLabel: "keyword",
      help: "One of these is enough. A keyword may be several words.",
      placeholder: "hours",
      required: true,
      max: 50,
      showWhen: { field: "when", in: ["keywords"] },
    },
    wholeWord: {
      kind: "boolean",
      label: "Match whole words only",
      help: "“art” then does not match “start”.",
      showWhen: { field: "when", in: ["keywords"] },
    },
    pattern: {
      kind: "text",
      label: "Pattern",
      help: "A regular expression (RE2). It may match anywhere in the message.",
      placeholder: "^order \\d+$",
      format: "pattern",
      required: true,
      maxLength: 500,
      showWhen: { field: "when", in: ["pattern"] },
    },
    ignoreCase: {
      kind: "boolean",
      label: "Ignore upper and lower case",
      showWhen: { field: "when", in: ["keywords", "pattern"] },
    },
  },
  ports: { in: false, out: triggerPorts },
  output: z.object({
    text: z.string(),
    at: z.string(),
    file: fileRef.optional().describe("the file, when the visitor sent one"),
    contact: z.record(z.string(), z.unknown()).optional(),
  }),
  sample: { text: "Hello, when are you open?", at: "2026-03-02T09:30:00.000Z", contact: {} },
  describe: (raw) => {
    if (raw.when === "pattern") {
      return `When a message matches ${emphasis(raw.pattern, "a pattern", 36)}`;
    }
    if (raw.when !== "keywords") return "When a visitor writes *anything*";
    const words = Array.isArray(raw.keywords) ? raw.keywords : [];
    if (words.length === 0) return "When a message contains a keyword";
    const shown = words.slice(0, 2).map((word) => emphasis(word, "a keyword", 14));
    const rest = words.length - shown.length;
    return rest > 0
      ? `When a message contains ${shown.join(", ")} or ${rest} more`
      : `When a message contains ${shown.join(" or ")}`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
