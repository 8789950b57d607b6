import { cx } from "#components/ui/cx.ts";
import type { JsonKind } from "../json-value.ts";
import type { VariableTone } from "./variable-group.ts";

const signs: Record<JsonKind, string> = {
  text: "abc",
  number: "123",
  boolean: "y/n",
  null: "∅",
  list: "[ ]",
  object: "{ }",
};

/** A value's kind as a small sign. */
export function KindMark({ kind }: { kind: JsonKind }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block w-7 shrink-0 text-center font-mono text-[0.625rem] text-muted"
    >
      {signs[kind]}
    </span>
  );
}

const tones: Record<VariableTone, string> = {
  trigger: "bg-trigger",
  conversation: "bg-conversation",
  logic: "bg-logic",
  integration: "bg-integration",
  variable: "bg-accent",
};

/** A dot in a source's colour. */
export function ToneDot({ tone }: { tone: VariableTone }) {
  return <span aria-hidden="true" className={cx("size-2 shrink-0 rounded-full", tones[tone])} />;
}
