"use client";
import { Paperclip } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { fits } from "#lib/chat/accepted-types.ts";
import type { ChatUpload } from "#lib/chat/content.ts";

type Props = {
  upload: ChatUpload;
  disabled: boolean;
  /** Whose window files can be dropped on; pasted ones are taken while it has the focus. */
  area: RefObject<HTMLElement | null>;
  onFile: (file: File) => void;
};

/** Chooses a file, from the device, by dropping or by pasting it. */
export function FilePicker({ upload, disabled, area, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  const { accept, maxBytes } = upload;

  function take(file: File | undefined) {
    if (file === undefined || disabled) return;
    const why = whyNot(file, upload);
    setProblem(why);
    if (why === "") onFile(file);
  }
  const taker = useRef(take);
  taker.current = take;

  useEffect(() => {
    const window = area.current?.closest("section") ?? area.current;
    if (window === null) return;
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      taker.current(event.dataTransfer?.files[0]);
    };
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      taker.current(file);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [area]);

  return (
    <>
      <p
        role="alert"
        className="absolute inset-x-3 bottom-full mb-2 rounded-lg bg-bad-soft px-3 py-1.5 text-bad text-sm empty:hidden"
      >
        {problem}
      </p>
      <button
        type="button"
        disabled={disabled}
        title={`Up to ${megabytes(maxBytes)}`}
        onClick={() => input.current?.click()}
        className="order-first flex h-10 shrink-0 items-center gap-1.5 rounded-full border border-accent px-3.5 font-medium text-accent-text hover:bg-accent-soft"
      >
        <Paperclip aria-hidden="true" className="size-4" />
        Choose a file
      </button>
      <input
        ref={input}
        type="file"
        aria-label="File"
        hidden
        accept={accept.join(",")}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file once more is a change, too.
          event.target.value = "";
        }}
      />
    </>
  );
}

function whyNot(file: File, { accept, maxBytes }: ChatUpload): string {
  if (!fits(file, accept)) return `“${file.name}” is not the kind of file asked for.`;
  if (file.size > maxBytes) return `“${file.name}” is larger than ${megabytes(maxBytes)}.`;
  return file.size === 0 ? `“${file.name}” is empty.` : "";
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e5) / 10} MB`;
}
