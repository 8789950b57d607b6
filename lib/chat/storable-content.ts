import { storableText } from "#lib/words/storable.ts";
import type { ChatContent } from "./content.ts";

/** A message as Postgres can keep it. */
export function storableContent(content: ChatContent): ChatContent {
  const { image, file } = content;
  return {
    text: storableText(content.text),
    image: image && { url: storableText(image.url), alt: storableText(image.alt) },
    file: file && { url: storableText(file.url), name: storableText(file.name) },
    buttons: content.buttons.map((button) => ({
      label: storableText(button.label),
      value: storableText(button.value),
      url: button.url && storableText(button.url),
    })),
    expects: content.expects,
    ...(content.upload !== undefined && { upload: content.upload }),
  };
}
