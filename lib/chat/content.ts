import { z } from "zod";

const webAddress = z.url({ protocol: /^https?$/ }).max(2000);

export const chatButton = z.strictObject({
  label: z.string().min(1).max(80),
  /** What the click sends; the label when empty. */
  value: z.string().max(500).default(""),
  /** A link opens in a new tab and sends nothing. */
  url: webAddress.nullable().default(null),
});

/** What a message shows. The visitor's own messages are text only. */
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
  expects: z.enum(["text", "number", "email", "phone", "date", "choice"]).nullable().default(null),
});

export type ChatButton = z.infer<typeof chatButton>;
export type ChatContent = z.infer<typeof chatContent>;
