import type { ChatButton, ChatContent } from "#lib/chat/content.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { chatOf } from "../chat-of.ts";
import { clip } from "../clip.ts";
import type { Execute } from "../contract.ts";
import { checkMessageLength } from "../message-length.ts";
import type { SendMessageConfig } from "./definition.ts";

/**
 * Writes one message to the visitor.
 *
 * @throws UserError `conversation_not_found`, `invalid_url`, `message_too_long`, `invalid_value`
 *   (nothing to send)
 */
export const execute: Execute<SendMessageConfig> = async (context) => {
  const { config } = context;
  const chat = chatOf(context);
  const text = config.text.trim();
  checkMessageLength(text, "The message");
  const picture = readPicture(config, text);
  const content: ChatContent = {
    text,
    image: picture.image,
    file: readFile(config),
    buttons: config.buttons.flatMap(readButton),
    expects: null,
  };
  if (text === "" && content.image === null && content.file === null) {
    throw new UserError("invalid_value", "The message is empty.", {
      next: "Write a text, or check whether the variable in it has a value.",
    });
  }
  await chat.say(content);
  const { warning } = picture;
  return {
    kind: "done",
    output: { text, sentAt: context.now().toISOString(), ...(warning && { warning }) },
  };
};

/** A picture that cannot be shown does not keep the visitor from reading the text. */
function readPicture(
  config: SendMessageConfig,
  text: string,
): { image: ChatContent["image"]; warning?: string } {
  try {
    return { image: readImage(config) };
  } catch (error) {
    if (text === "" || !isPatchbayError(error)) throw error;
    return { image: null, warning: `Sent without its picture: ${error.message}` };
  }
}

function readImage(config: SendMessageConfig): ChatContent["image"] {
  if (config.imageUrl.trim() === "") return null;
  const url = webAddress(config.imageUrl, "image");
  // The chat page shows nothing that comes unencrypted.
  if (url.protocol !== "https:") {
    throw new UserError(
      "invalid_url",
      `The image has to come over https: “${clip(url.href, 120)}”.`,
      {
        next: "Use the picture's https address.",
      },
    );
  }
  return { url: url.href, alt: clip(config.imageAlt.trim(), 500) };
}

function readFile(config: SendMessageConfig): ChatContent["file"] {
  if (config.fileUrl.trim() === "") return null;
  const url = webAddress(config.fileUrl, "file");
  const name = config.fileName.trim() || lastPart(url) || url.hostname;
  return { url: url.href, name: clip(name, 200) };
}

/** A button whose label resolved to nothing is left out: there would be nothing to click on. */
function readButton(button: SendMessageConfig["buttons"][number]): ChatButton[] {
  const label = clip(button.label.trim(), 80);
  if (label === "") return [];
  if (button.action === "link") {
    return [{ label, value: "", url: webAddress(button.url, `button “${label}”`).href }];
  }
  return [{ label, value: clip(button.value.trim(), 500), url: null }];
}

function webAddress(text: string, what: string): URL {
  const url = URL.parse(text.trim());
  const isWeb = url !== null && (url.protocol === "https:" || url.protocol === "http:");
  if (isWeb && url.href.length <= 2_000) return url;
  const shown = clip(text.trim(), 120);
  throw new UserError(
    "invalid_url",
    shown === ""
      ? `The address of the ${what} is empty.`
      : `The address of the ${what} is not a web address: “${shown}”.`,
    { next: "A full address looks like https://example.com/picture.png." },
  );
}

function lastPart(url: URL): string {
  const part = url.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
