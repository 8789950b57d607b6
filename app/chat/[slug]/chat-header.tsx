"use client";
import { RotateCcw, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { closeWidget } from "./use-widget-frame.ts";

type Props = {
  title: string;
  logoPath: string | null;
  embedded: boolean;
  begun: boolean;
  onStartOver: () => void;
};

/** The chat's name, and the way to a new conversation, which asks first: the old one is gone then. */
export function ChatHeader({ title, logoPath, embedded, begun, onStartOver }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <header className="flex min-h-14 items-center gap-2 border-line border-b bg-surface px-4 py-2">
      {logoPath !== null && (
        // biome-ignore lint/performance/noImgElement: a small image of our own, at an address of its own
        <img src={logoPath} alt="" className="size-8 shrink-0 rounded-md object-contain" />
      )}
      <h1 className="min-w-0 flex-1 truncate font-semibold text-lg">{title}</h1>
      {asking ? (
        <fieldset className="flex items-center gap-2">
          <legend className="sr-only">Start a new conversation?</legend>
          <Button
            size="sm"
            variant="danger"
            autoFocus
            onClick={() => {
              setAsking(false);
              onStartOver();
            }}
          >
            Start over
          </Button>
          <Button size="sm" onClick={() => setAsking(false)}>
            Keep this one
          </Button>
        </fieldset>
      ) : (
        <>
          {begun && (
            <HeaderButton
              label="Start a new conversation"
              icon={<RotateCcw aria-hidden="true" className="size-4.5" />}
              onClick={() => setAsking(true)}
            />
          )}
          {embedded && (
            <HeaderButton
              label="Close the chat"
              icon={<X aria-hidden="true" className="size-4.5" />}
              onClick={closeWidget}
            />
          )}
        </>
      )}
    </header>
  );
}

/** The browser's own hint: this page stays light for people who only came to chat. */
function HeaderButton(props: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
      className="inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-muted transition-colors duration-100 hover:bg-hover hover:text-text"
    >
      {props.icon}
    </button>
  );
}
