import { Check, CircleAlert, CircleHelp } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

/** Whether the last test of a credential went well. */
export function ConnectionStateBadge({ state }: { state: ConnectionSummary["state"] }) {
  if (state === "ok") {
    return (
      <Badge tone="ok" icon={<Check aria-hidden="true" className="size-3" />}>
        Works
      </Badge>
    );
  }
  if (state === "failing") {
    return (
      <Badge tone="bad" icon={<CircleAlert aria-hidden="true" className="size-3" />}>
        Failing
      </Badge>
    );
  }
  if (state === "attention") {
    return (
      <Badge tone="bad" icon={<CircleAlert aria-hidden="true" className="size-3" />}>
        Needs attention
      </Badge>
    );
  }
  return <Badge icon={<CircleHelp aria-hidden="true" className="size-3" />}>Not tested</Badge>;
}
