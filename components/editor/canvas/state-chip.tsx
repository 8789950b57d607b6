import { Check, CircleAlert, Clock, Pin, PowerOff, SkipForward, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { NodeState } from "./node-state.ts";

const looks: Record<NodeState["kind"], { tone: string; icon: ReactNode }> = {
  ok: { tone: "border-line bg-surface text-muted", icon: <Check className="size-3" /> },
  setup: {
    tone: "border-warn/40 bg-warn-soft text-warn",
    icon: <TriangleAlert className="size-3" />,
  },
  running: {
    tone: "border-accent/40 bg-accent-soft text-accent-text",
    icon: <Spinner className="size-3" />,
  },
  succeeded: { tone: "border-ok/40 bg-ok-soft text-ok", icon: <Check className="size-3" /> },
  failed: { tone: "border-bad/40 bg-bad-soft text-bad", icon: <CircleAlert className="size-3" /> },
  waiting: { tone: "border-warn/40 bg-warn-soft text-warn", icon: <Clock className="size-3" /> },
  skipped: { tone: "border-line bg-sunken text-muted", icon: <SkipForward className="size-3" /> },
  pinned: {
    tone: "border-accent/40 bg-accent-soft text-accent-text",
    icon: <Pin className="size-3" />,
  },
  disabled: { tone: "border-line bg-sunken text-muted", icon: <PowerOff className="size-3" /> },
};

/** A node's state, on the upper edge of its card so that it moves nothing. */
export function StateChip({ state }: { state: NodeState }) {
  if (state.kind === "ok") return null;
  const look = looks[state.kind];
  return (
    <span
      className={cx(
        "-top-2.5 absolute right-3 flex h-5 items-center gap-1 rounded-full border px-1.5 font-medium text-[0.6875rem]",
        look.tone,
      )}
    >
      {look.icon}
      {state.label}
    </span>
  );
}
