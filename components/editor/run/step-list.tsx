"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { StepState } from "./step-state.tsx";
import { useWindow } from "./use-window.ts";

type Props = {
  steps: readonly StepView[];
  names: ReadonlyMap<string, string>;
  chosen: string | null;
  onChoose: (step: StepView) => void;
};

/** Height of a row, in px: `h-9`. */
const rowHeight = 36;

/**
 * A run's steps in the order they happened; arrows walk through them. A loop makes thousands of them,
 * so only the rows near to what is in sight are there.
 */
export function StepList({ steps, names, chosen, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const { from, to, show } = useWindow(list, steps.length, rowHeight);
  const index = steps.findIndex((step) => step.activationId === chosen);
  /** The chosen row takes the focus once it is there. */
  const focusing = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: keeps the newest step in sight as they come
  useEffect(() => {
    if (index >= 0) show(index);
  }, [chosen, steps.length, show]);

  useEffect(() => {
    if (!focusing.current) return;
    const row = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!row) return;
    focusing.current = false;
    row.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    const target = targetOf(event.key, index, steps.length);
    const step = target === undefined ? undefined : steps[target];
    if (step === undefined) return;
    event.preventDefault();
    focusing.current = true;
    onChoose(step);
  }

  const near = steps.slice(from, to).map((step, offset) => ({ step, at: from + offset }));
  // The chosen row stays: it may have the focus.
  const current = steps[index];
  if (current !== undefined && index < from) near.unshift({ step: current, at: index });
  if (current !== undefined && index >= to) near.push({ step: current, at: index });

  return (
    <div className="p-1">
      <ul
        ref={list}
        aria-label="Steps"
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: steps.length * rowHeight }}
      >
        {near.map(({ step, at }) => (
          <li
            key={step.activationId}
            aria-posinset={at + 1}
            aria-setsize={steps.length}
            className="absolute inset-x-0"
            style={{ top: at * rowHeight }}
          >
            <StepRow
              step={step}
              name={names.get(step.nodeId) ?? definitionOf(step.nodeType)?.label ?? step.nodeType}
              current={at === index}
              onChoose={() => onChoose(step)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

type RowProps = { step: StepView; name: string; current: boolean; onChoose: () => void };

function StepRow({ step, name, current, onChoose }: RowProps) {
  const timed = step.state === "succeeded" || step.state === "failed";
  return (
    <button
      type="button"
      aria-current={current || undefined}
      onClick={onChoose}
      className={cx(
        "flex h-9 w-full items-center gap-2 rounded-md px-2 text-left focus-visible:outline-offset-[-2px]",
        current ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      <StepState step={step} />
      <NodeIcon type={step.nodeType} size="sm" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {step.backup ? (
        <span className="shrink-0 text-warn text-xs">backup</span>
      ) : (
        step.attempts > 1 && (
          <span className="shrink-0 text-warn text-xs">{step.attempts} attempts</span>
        )
      )}
      <span className="w-16 shrink-0 text-right text-muted text-xs tabular-nums">
        {timed ? formatDuration(step.durationMs) : ""}
      </span>
    </button>
  );
}

/** Rows that Page Up and Page Down go. */
const pageRows = 10;

/** The row that a key goes to; undefined for keys that stay. */
function targetOf(key: string, index: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return index + 1;
    case "ArrowUp":
      return index - 1;
    case "PageDown":
      return Math.min(index + pageRows, last);
    case "PageUp":
      return Math.max(index - pageRows, 0);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}
