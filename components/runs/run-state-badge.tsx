import { Ban, Check, CircleAlert, Clock, Hourglass } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Spinner } from "#components/ui/spinner.tsx";

const looks = {
  queued: {
    tone: "neutral",
    label: "Queued",
    icon: <Hourglass className="size-3" aria-hidden="true" />,
  },
  running: { tone: "accent", label: "Running", icon: <Spinner className="size-3" /> },
  waiting: {
    tone: "warn",
    label: "Waiting",
    icon: <Clock className="size-3" aria-hidden="true" />,
  },
  succeeded: { tone: "ok", label: "Done", icon: <Check className="size-3" aria-hidden="true" /> },
  failed: {
    tone: "bad",
    label: "Failed",
    icon: <CircleAlert className="size-3" aria-hidden="true" />,
  },
  canceled: {
    tone: "neutral",
    label: "Cancelled",
    icon: <Ban className="size-3" aria-hidden="true" />,
  },
} as const;

/** How a run stands, by word, colour and sign. */
export function RunStateBadge({ state }: { state: string }) {
  const look = looks[state as keyof typeof looks /* an unknown state falls through to its name */];
  if (look === undefined) return <Badge>{state}</Badge>;
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.label}
    </Badge>
  );
}
