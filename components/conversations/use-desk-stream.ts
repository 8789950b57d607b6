"use client";
import { useEffect, useRef, useState } from "react";
import type { ChatMessage } from "#lib/chat/contract.ts";
import type { DeskEvent } from "#lib/chat/desk/contract.ts";

export type DeskStream = {
  messages: readonly ChatMessage[];
  /** The flow works on an answer. */
  typing: boolean;
  connected: boolean;
};

const nothing: DeskStream = { messages: [], typing: false, connected: false };

/**
 * A conversation as it goes on: all that was said, then live, also after the line was lost.
 * `onState` hears that somebody else answers from now on.
 */
export function useDeskStream(conversationId: string, onState: () => void): DeskStream {
  const [stream, setStream] = useState(nothing);
  const heard = useRef(onState);
  heard.current = onState;

  useEffect(() => {
    setStream(nothing);
    const source = new EventSource(`/api/events/desk/${encodeURIComponent(conversationId)}`);
    source.onopen = () => {
      setStream((before) => ({ ...before, connected: true }));
      // What changed while the line was down was not told.
      heard.current();
    };
    source.onerror = () => setStream((before) => ({ ...before, connected: false, typing: false }));
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data) as DeskEvent; /* our own server's event */
      if (event.type === "state") heard.current();
      else setStream((before) => withEvent(before, event));
    };
    return () => source.close();
  }, [conversationId]);

  return stream;
}

/** After a lost line everything comes again: what is known already changes nothing. */
export function withEvent(
  stream: DeskStream,
  event: Exclude<DeskEvent, { type: "state" }>,
): DeskStream {
  if (event.type === "typing") return { ...stream, typing: event.typing };
  const last = stream.messages.at(-1)?.seq ?? 0;
  if (event.message.seq <= last) return stream;
  return { ...stream, messages: [...stream.messages, event.message] };
}
