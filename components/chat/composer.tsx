"use client";
import { CalendarDays, SendHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import type { ChatContent, ChatUpload } from "#lib/chat/content.ts";
import { FilePicker } from "./file-picker.tsx";

type Expects = ChatContent["expects"];

type Props = {
  expects: Expects;
  disabled: boolean;
  autoFocus: boolean;
  /** In the empty box, while nothing particular is asked for. Default: our own words. */
  placeholder?: string | undefined;
  /** On the button. Default: a paper plane. */
  sendLabel?: string | undefined;
  /** Which files are asked for. */
  upload?: ChatUpload | undefined;
  onSend: (text: string) => void;
  onFile?: (file: File) => void;
};

const placeholders: Record<NonNullable<Expects>, string> = {
  text: "Write an answer",
  number: "A number",
  email: "name@example.com",
  phone: "Your phone number",
  date: "A date, such as 14 March",
  choice: "Choose above, or write",
  file: "Choose a file, or drop it here",
};

/** What a phone's keyboard offers. */
const keyboards = {
  text: "text",
  number: "decimal",
  email: "email",
  phone: "tel",
  date: "text",
  choice: "text",
  file: "text",
} as const satisfies Record<NonNullable<Expects>, string>;

/** Longest message a visitor can send, in characters; the server's own limit. */
const maxLength = 4_000;

const look =
  "min-h-10 w-full min-w-0 flex-1 resize-none rounded-2xl border border-line-strong/70 bg-surface px-3.5 py-2 text-[1rem] text-text md:text-base disabled:bg-sunken";

/**
 * Where the visitor writes; its keyboard suits what the chatbot asked for. One and the same box for
 * every kind of answer: another would lose what is being typed when the question arrives.
 */
export function Composer({
  expects,
  disabled,
  autoFocus,
  placeholder = "Write a message",
  sendLabel,
  upload,
  onSend,
  onFile,
}: Props) {
  const [text, setText] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (autoFocus && !disabled) input.current?.focus();
  }, [autoFocus, disabled]);

  function send() {
    if (text.trim() === "" || disabled) return;
    onSend(text);
    setText("");
    input.current?.focus();
  }

  return (
    <form
      ref={form}
      noValidate
      className="relative flex items-end gap-2 border-line border-t bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Your message"
        placeholder={expects === null ? placeholder : placeholders[expects]}
        value={text}
        maxLength={maxLength}
        disabled={disabled}
        ref={input}
        className={look}
        rows={Math.min(5, text.split("\n").length)}
        inputMode={expects === null ? "text" : keyboards[expects]}
        enterKeyHint="send"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      {upload !== undefined && onFile !== undefined && (
        <FilePicker upload={upload} disabled={disabled} onFile={onFile} area={form} />
      )}
      {expects === "date" && <DatePicker disabled={disabled} onPick={setText} />}
      <button
        type="submit"
        aria-label={sendLabel ?? "Send"}
        disabled={disabled || text.trim() === ""}
        className={cx(
          "flex h-10 shrink-0 items-center justify-center rounded-full bg-accent font-medium text-on-accent transition-colors duration-100 hover:bg-accent-strong disabled:bg-hover disabled:text-faint",
          sendLabel === undefined ? "w-10" : "max-w-32 px-4",
        )}
      >
        {sendLabel === undefined ? (
          <SendHorizontal aria-hidden="true" className="size-4.5" />
        ) : (
          <span className="truncate">{sendLabel}</span>
        )}
      </button>
    </form>
  );
}

/** The platform's calendar; people may as well write "tomorrow". */
function DatePicker({ disabled, onPick }: { disabled: boolean; onPick: (date: string) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <span className="relative">
      <button
        type="button"
        aria-label="Choose a date"
        disabled={disabled}
        onClick={() => picker.current?.showPicker()}
        className="flex size-10 items-center justify-center rounded-full text-muted hover:bg-hover"
      >
        <CalendarDays aria-hidden="true" className="size-4.5" />
      </button>
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        className="pointer-events-none absolute inset-0 opacity-0"
        onChange={(event) => event.target.value !== "" && onPick(event.target.value)}
      />
    </span>
  );
}
