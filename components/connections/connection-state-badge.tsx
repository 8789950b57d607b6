import { Check, CircleAlert, CircleHelp, Clock, TriangleAlert } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { ConnectionState } from "#lib/connections/contract.ts";

type Look = {
  tone: BadgeTone;
  label: string;
  icon: ComponentType<{ className?: string; "aria-hidden"?: "true" }>;
};

const looks: Record<ConnectionState, Look> = {
  ok: { tone: "ok", label: "Works", icon: Check },
  untested: { tone: "neutral", label: "Not tested", icon: CircleHelp },
  expiring: { tone: "warn", label: "Ends soon", icon: Clock },
  expired: { tone: "bad", label: "Ended", icon: Clock },
  failing: { tone: "bad", label: "Failing", icon: CircleAlert },
  attention: { tone: "bad", label: "Needs attention", icon: TriangleAlert },
};

/** How a connection is, in a word. */
export function ConnectionStateBadge({ state }: { state: ConnectionState }) {
  const { tone, label, icon: Icon } = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" className="size-3" />}>
      {label}
    </Badge>
  );
}
