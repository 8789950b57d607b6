import { z } from "zod";

const webAddress = z.url({ protocol: /^https?$/ }).max(2000);

export const chatButton = z.strictObject({
  label: z.string().min(1).max(80),
  /** What the click sends; the label when empty. */
  value: z.string().max(500).default(""),
  /** A link opens in a new tab and sends nothing. */
  url: webAddress.nullable().default(null),
});

/** Which files a question takes. `accept`: as HTML's attribute, `image/*` or `.pdf`; empty: any. */
export const chatUpload = z.strictObject({
  accept: z.array(z.string().max(100)).max(30).default([]),
  maxBytes: z.int().min(1),
});

/** What a message shows. The visitor's own messages are text, or a file. */
export const chatContent = z.strictObject({
  text: z.string().max(20_000).default(""),
  image: z
    .strictObject({ url: webAddress, alt: z.string().max(500).default("") })
    .nullable()
    .default(null),
  file: z
    .strictObject({ url: webAddress, name: z.string().min(1).max(200) })
    .nullable()
    .default(null),
  buttons: z.array(chatButton).max(20).default([]),
  /** What kind of answer the flow expects next: sets the visitor's keyboard and field. */
  expects: z
    .enum(["text", "number", "email", "phone", "date", "choice", "file"])
    .nullable()
    .default(null),
  /** There when a file is expected. */
  upload: chatUpload.optional(),
});

export type ChatButton = z.infer<typeof chatButton>;
export type ChatUpload = z.infer<typeof chatUpload>;
export type ChatContent = z.infer<typeof chatContent>;
