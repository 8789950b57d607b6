"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import { useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { CircuitSummary } from "#lib/circuits/contract.ts";

type Props = {
  /** May have a host called again before its time. */
  canOperate: boolean;
  close: (input: { circuitId: string }) => Promise<ActionResult<null>>;
  className?: string;
};

/** Hosts that Patchbay leaves alone for now, because they failed too often. Nothing when all are well. */
export function OpenCircuits({ canOperate, close, className }: Props) {
  const client = useQueryClient();
  const [closing, setClosing] = useState<string | null>(null);
  const { data: circuits = [] } = useQuery({
    queryKey: ["circuits"],
    queryFn: ({ signal }) => fetchJson<CircuitSummary[]>("/api/ui/circuits", signal),
    refetchInterval: 5_000,
    refetchIntervalInBackground: false,
  });
  if (circuits.length === 0) return null;

  async function callAgain(circuit: CircuitSummary) {
    setClosing(circuit.id);
    const result = await close({ circuitId: circuit.id });
    setClosing(null);
    if (!result.ok) return toastError(result.error);
    await client.invalidateQueries({ queryKey: ["circuits"] });
    toast({ title: `${circuit.host} is called again from now on.`, tone: "ok" });
  }

  return (
    <Card className={className}>
      <section aria-label="Hosts that do not answer">
        <h2 className="flex items-center gap-2 px-4 pt-4 pb-1 font-semibold text-lg">
          <Unplug aria-hidden="true" className="size-5 text-bad" />
          Hosts that do not answer
        </h2>
        <p className="px-4 pb-2 text-muted text-sm">
          Steps that call them use their backup or fail at once. Once the time below is over, the
          next step that calls one finds out whether it is back.
        </p>
        <ul className="divide-y divide-line border-line border-t">
          {circuits.map((circuit) => (
            <li key={circuit.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <div className="flex flex-wrap items-center gap-2">
                  <h3 className="break-all font-medium">{circuit.host}</h3>
                  <Badge tone={circuit.state === "open" ? "bad" : "warn"}>
                    {circuit.state === "open" ? "Circuit open" : "Being tried"}
                  </Badge>
                </div>
                <p className="break-words text-muted text-sm">
                  {circuit.connection && `With “${circuit.connection.name}”. `}
                  {circuit.failures} {circuit.failures === 1 ? "failure" : "failures"} in a row.{" "}
                  {circuit.reason}
                </p>
                <p className="text-muted text-xs">
                  Since <TimeAgo at={circuit.openedAt} />
                  {circuit.state === "open" && <NextTry at={circuit.retryAt} />}
                </p>
              </div>
              {canOperate && (
                <Button
                  size="sm"
                  pending={closing === circuit.id}
                  onClick={() => void callAgain(circuit)}
                >
                  Close the circuit
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
    </Card>
  );
}

function NextTry({ at }: { at: string | null }) {
  if (at === null || Date.parse(at) <= Date.now()) return <>; the next step that needs it tries</>;
  return (
    <>
      ; tried again <TimeAgo at={at} />
    </>
  );
}
