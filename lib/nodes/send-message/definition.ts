import { z } from "zod";
import { textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { count, emphasis, entries, phrase } from "../describe-text.ts";
import { actionPorts } from "../ports.ts";

const config = z.strictObject({
  text: textSetting(),
  imageUrl: textSetting(2_000),
  imageAlt: textSetting(2_000),
  fileUrl: textSetting(2_000),
  fileName: textSetting(2_000),
  buttons: z
    .array(
      z.strictObject({
        label: textSetting(1_000),
        action: z.enum(["reply", "link"]).default("reply"),
        value: textSetting(2_000),
        url: textSetting(2_000),
      }),
    )
    .max(20)
    .default([]),
});

export type SendMessageConfig = z.infer<typeof config>;

export const definition = {
  id: "send-message",
  version: 1,
  migrate: [],
  label: "Send message",
  summary: "Writes to the visitor: text, a picture, a file or buttons.",
  category: "conversation",
  keywords: ["say", "reply", "text", "answer", "image", "picture", "file", "buttons", "chat"],
  icon: "M21 3L10 14 M21 3l-7 18-4-7-7-4z",
  config,
  defaults: config.parse({}),
  fields: {
    text: {
      kind: "text",
      label: "Message",
      placeholder: "Hello! How can I help?",
      templated: true,
      multiline: true,
      required: true,
      requiredUnless: ["imageUrl", "fileUrl"],
      maxLength: 20_000,
    },
    buttons: {
      kind: "list",
      label: "Buttons",
      help: "Shown below the message.",
      itemLabel: "button",
      appearance: "card",
      max: 20,
      newItem: { label: "", action: "reply", value: "", url: "" },
      item: {
        label: { kind: "text", label: "Label", templated: true, required: true, maxLength: 80 },
        action: {
          kind: "select",
          label: "A click",
          appearance: "segmented",
          options: [
            { value: "reply", label: "Replies" },
            { value: "link", label: "Opens a link" },
          ],
        },
        value: {
          kind: "text",
          label: "Reply",
          help: "What the click sends. Empty: the label.",
          templated: true,
          maxLength: 500,
          showWhen: { field: "action", in: ["reply"] },
        },
        url: {
          kind: "text",
          label: "Link",
          placeholder: "https://example.com",
          templated: true,
          required: true,
          format: "url",
          showWhen: { field: "action", in: ["link"] },
        },
      },
    },
    imageUrl: {
      kind: "text",
      label: "Image address",
      placeholder: "https://example.com/picture.png",
      templated: true,
      format: "https-url",
    },
    imageAlt: {
      kind: "text",
      label: "Image description",
      help: "Read aloud to visitors who cannot see the image.",
      templated: true,
      maxLength: 500,
    },
    fileUrl: {
      kind: "text",
      label: "File address",
      help: "Shown as a link to download.",
      placeholder: "https://example.com/menu.pdf",
      templated: true,
      format: "url",
    },
    fileName: {
      kind: "text",
      label: "File name",
      help: "Empty: the last part of the address.",
      placeholder: "Menu.pdf",
      templated: true,
      maxLength: 200,
    },
  },
  ports: { in: true, out: actionPorts },
  output: z.object({ text: z.string(), sentAt: z.string() }),
  sample: { text: "Hello! How can I help?", sentAt: "2026-03-02T09:30:01.000Z" },
  describe: (raw) => {
    const buttons = entries(raw.buttons).length;
    const extra = buttons === 0 ? "" : `, ${count(buttons, "button", "buttons")}`;
    if (phrase(raw.text) !== "") return `Say ${emphasis(raw.text, "", 48)}${extra}`;
    if (phrase(raw.imageUrl) !== "") return `Send *an image*${extra}`;
    if (phrase(raw.fileUrl) !== "") return `Send *a file*${extra}`;
    return "Write to the visitor";
  },
  retry: { max: 2, baseMs: 500 },
  timeoutMs: 10_000,
  effects: "idempotent",
  needsChat: true,
} satisfies NodeDefinition<typeof config>;
