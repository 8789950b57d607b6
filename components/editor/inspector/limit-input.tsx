"use client";
import { useState } from "react";
import { FormField } from "#components/ui/form-field.tsx";
import { CommitInput } from "./commit-input.tsx";

type Props = {
  label: string;
  unit: string;
  help: string;
  /** Shown while it is empty; default: that the step's own limit counts. */
  placeholder?: string;
  value: string;
  readOnly: boolean;
  /** The number to store; undefined when it is out of range. */
  read: (number: number) => number | undefined;
  /** What is allowed, in a sentence. */
  range: string;
  onCommit: (value: number | null) => void;
};

/** A number that may stay empty. */
export function LimitInput(props: Props) {
  const { label, unit, help, placeholder, value, readOnly, read, range, onCommit } = props;
  const [error, setError] = useState<string>();
  return (
    <FormField label={`${label} (${unit})`} help={help} error={error}>
      <CommitInput
        value={value}
        inputMode="decimal"
        readOnly={readOnly}
        placeholder={placeholder ?? "As usual for this step"}
        onCommit={(text) => {
          const empty = text.trim() === "";
          const number = empty ? null : read(Number(text));
          setError(number === undefined ? range : undefined);
          if (number !== undefined) onCommit(number);
        }}
      />
    </FormField>
  );
}

/** Reads seconds as whole milliseconds within limits. */
export function readSeconds(from: number, to: number): Props["read"] {
  return (seconds) => (seconds >= from && seconds <= to ? Math.round(seconds * 1_000) : undefined);
}

/** Milliseconds as the text of a field in seconds. */
export function secondsText(ms: number | null): string {
  return ms === null ? "" : String(ms / 1_000);
}
