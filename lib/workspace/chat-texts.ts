import type { WidgetTexts } from "./settings.ts";

/** Our own words around a conversation. */
export const usualTexts: WidgetTexts = {
  placeholder: "Write a message",
  send: "Send",
  ended: "This conversation has ended.",
  offline: "No connection. Trying again by itself.",
  closed: "It may be closed for now, or its address may have changed. Ask whoever gave it to you.",
};
