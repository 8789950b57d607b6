"use client";
import { type ComponentProps, useEffect, useState } from "react";
import { TextInput } from "#components/ui/text-input.tsx";

type Props = Omit<ComponentProps<"input">, "value" | "onChange"> & {
  value: string;
  /** Called with the finished text; not while it is being typed. */
  onCommit: (value: string) => void;
};

/** A text that takes effect on leaving it or pressing Enter; Escape takes it back. */
export function CommitInput({ value, onCommit, ...rest }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <TextInput
      {...rest}
      value={text}
      data-own-undo=""
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key !== "Escape" || text === value) return;
        event.stopPropagation();
        setText(value);
      }}
    />
  );
}
