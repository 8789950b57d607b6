"use client";
import { CircleAlert, ExternalLink, RotateCcw, UserRound } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import type { ChatButton } from "#lib/chat/content.ts";
import type { ChatItem } from "./conversation-state.ts";
import { FileChip } from "./file-chip.tsx";
import { LinkedText } from "./linked-text.tsx";

type Props = {
  item: Extract<ChatItem, { kind: "message" }>;
  /** Its buttons can still be answered with. */
  current: boolean;
  /** The conversation is over: what was not sent cannot be sent any more. */
  ended: boolean;
  onButton: (button: ChatButton) => void;
  onRetry: (clientId: string) => void;
};

/** One message with its picture, file and buttons. */
export function MessageBubble({ item, current, ended, onButton, onRetry }: Props) {
  const { content, clientId } = item;
  const own = item.direction === "in";
  return (
    <div className={cx("flex flex-col gap-1.5", own ? "items-end" : "items-start")}>
      {item.author !== undefined && (
        <p className="flex items-center gap-1 px-1 text-muted text-xs">
          <UserRound aria-hidden="true" className="size-3.5" />
          {item.author}
        </p>
      )}
      {content.text !== "" && (
        <p
          className={cx(
            "wrap-anywhere max-w-[85%] whitespace-pre-wrap rounded-2xl px-3.5 py-2",
            own
              ? "rounded-br-md bg-accent text-on-accent"
              : "rounded-bl-md border border-line bg-raised text-text",
            item.state === "sending" && "opacity-80",
          )}
        >
          <span className="sr-only">
            {own ? "You: " : item.author === undefined ? "Chatbot: " : ""}
          </span>
          <LinkedText text={content.text} />
        </p>
      )}
      {content.image && (
        // biome-ignore lint/performance/noImgElement: a visitor's page loads it from wherever the flow says
        <img
          src={content.image.url}
          alt={content.image.alt}
          loading="lazy"
          referrerPolicy="no-referrer"
          className="max-h-72 max-w-[85%] rounded-2xl border border-line bg-sunken object-contain"
        />
      )}
      {content.file && <FileChip file={content.file} uploaded={item.uploaded} />}
      {content.buttons.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {content.buttons.map((button, index) => (
            <ReplyButton
              // biome-ignore lint/suspicious/noArrayIndexKey: a sent message's buttons never change
              key={index}
              button={button}
              disabled={!current}
              onButton={onButton}
            />
          ))}
        </div>
      )}
      {item.state === "failed" && clientId !== undefined && (
        <p role="alert" className="flex items-center gap-1.5 text-bad text-xs">
          <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          {item.error}
          {!ended && (
            <button
              type="button"
              onClick={() => onRetry(clientId)}
              className="inline-flex items-center gap-1 rounded px-1 font-medium underline underline-offset-2"
            >
              <RotateCcw aria-hidden="true" className="size-3" />
              Send again
            </button>
          )}
        </p>
      )}
    </div>
  );
}

const buttonLook =
  "inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3.5 py-1 text-left font-medium transition-colors duration-100";

function ReplyButton({
  button,
  disabled,
  onButton,
}: {
  button: ChatButton;
  disabled: boolean;
  onButton: (button: ChatButton) => void;
}) {
  if (button.url !== null) {
    return (
      <a
        href={button.url}
        target="_blank"
        rel="noopener noreferrer"
        className={cx(buttonLook, "border-accent text-accent-text hover:bg-accent-soft")}
      >
        {button.label}
        <ExternalLink aria-hidden="true" className="size-3.5" />
        <span className="sr-only">(opens in a new tab)</span>
      </a>
    );
  }
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={() => onButton(button)}
      className={cx(
        buttonLook,
        disabled ? "border-line text-faint" : "border-accent text-accent-text hover:bg-accent-soft",
      )}
    >
      {button.label}
    </button>
  );
}
