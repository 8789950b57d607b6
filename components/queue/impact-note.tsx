"use client";
import type { ReactNode } from "react";
import type { ImpactTarget } from "#lib/operations/contract.ts";
import { describeImpact } from "./describe-queue.ts";
import { useImpact } from "./use-impact.ts";

type Props = { target: ImpactTarget; children: (runs: string) => ReactNode };

/** What becomes of the runs under way; nothing while there are none. */
export function ImpactNote({ target, children }: Props) {
  const impact = useImpact(target);
  const runs = impact === undefined ? null : describeImpact(impact);
  return (
    // Announced when it comes, for it comes after the dialog has opened.
    <p role="status" className="text-text empty:hidden">
      {runs === null ? null : children(runs)}
    </p>
  );
}
