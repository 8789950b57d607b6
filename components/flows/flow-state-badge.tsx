import { Badge } from "#components/ui/badge.tsx";
import type { FlowState } from "#lib/flow-store/contract.ts";

const looks = {
  draft: { tone: "neutral", label: "Draft" },
  live: { tone: "ok", label: "Live" },
  changed: { tone: "warn", label: "Live, changed" },
} as const;

/** Draft, live, or live with unpublished changes. */
export function FlowStateBadge({ state }: { state: FlowState }) {
  const look = looks[state];
  return <Badge tone={look.tone}>{look.label}</Badge>;
}
