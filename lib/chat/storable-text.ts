import type { ChatContent } from "./content.ts";

/** Text as Postgres can keep it: without NUL characters, lone surrogates replaced by U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The same for every text of a message. */
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
