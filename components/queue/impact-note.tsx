"use client";
import type { ReactNode } from "react";
import type { ImpactTarget } from "#lib/operations/contract.ts";
import { oneOrMany } from "#lib/words/counted.ts";
import { describeImpact } from "./describe-queue.ts";
import { useImpact } from "./use-impact.ts";

type Props = {
  target: ImpactTarget;
  /** Gets “2 queued and 1 running run”, and a way to choose the words that go with so many. */
  children: (runs: string, choose: (one: string, many: string) => string) => ReactNode;
};

/** What becomes of the runs under way; nothing while there are none. */
export function ImpactNote({ target, children }: Props) {
  const impact = useImpact(target);
  const runs = impact === undefined ? null : describeImpact(impact);
  const { queued = 0, running = 0, waiting = 0 } = impact ?? {};
  const choose = (one: string, many: string) => oneOrMany(queued + running + waiting, one, many);
  return (
    // Announced when it comes, for it comes after the dialog has opened.
    <p role="status" className="text-text empty:hidden">
      {runs === null ? null : children(runs, choose)}
    </p>
  );
}
