"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatDuration } from "#components/ui/duration.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { StepState } from "./step-state.tsx";

type Props = {
  steps: readonly StepView[];
  names: ReadonlyMap<string, string>;
  chosen: string | null;
  onChoose: (step: StepView) => void;
};

/** A run's steps in the order they happened; arrows walk through them. */
export function StepList({ steps, names, chosen, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const index = steps.findIndex((step) => step.activationId === chosen);

  // biome-ignore lint/correctness/useExhaustiveDependencies: keeps the newest step in sight as they come
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, steps.length]);

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const step = by === undefined ? undefined : steps[index + by];
    if (step === undefined) return;
    event.preventDefault();
    onChoose(step);
    list.current?.querySelectorAll<HTMLElement>("button")[index + (by ?? 0)]?.focus();
  }

  return (
    <ul ref={list} aria-label="Steps" onKeyDown={onKeyDown} className="flex flex-col p-1">
      {steps.map((step) => {
        const name = names.get(step.nodeId) ?? definitionOf(step.nodeType)?.label ?? step.nodeType;
        const current = step.activationId === chosen;
        const timed = step.state === "succeeded" || step.state === "failed";
        return (
          <li key={step.activationId}>
            <button
              type="button"
              aria-current={current || undefined}
              onClick={() => onChoose(step)}
              className={cx(
                "flex h-9 w-full items-center gap-2 rounded-md px-2 text-left focus-visible:outline-offset-[-2px]",
                current ? "bg-accent-soft" : "hover:bg-hover",
              )}
            >
              <StepState state={step.state} />
              <NodeIcon type={step.nodeType} size="sm" />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {step.attempts > 1 && (
                <span className="shrink-0 text-warn text-xs">{step.attempts} attempts</span>
              )}
              <span className="w-16 shrink-0 text-right text-muted text-xs tabular-nums">
                {timed ? formatDuration(step.durationMs) : ""}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
