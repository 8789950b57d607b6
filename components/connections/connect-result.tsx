"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Card } from "#components/ui/card.tsx";
import type { ConnectOutcome } from "#lib/connections/oauth/contract.ts";
import { leaveForProvider } from "./connect-button.tsx";
import type { ConnectionActions } from "./connection-actions.ts";

type Props = { outcome: ConnectOutcome; connect: ConnectionActions["connect"] };

/** How a way to a provider and back has ended, and what to do next. */
export function ConnectResult({ outcome, connect }: Props) {
  const [leaving, setLeaving] = useState(false);
  const { ok, title, message, next, connection } = outcome;

  async function retry(id: string) {
    setLeaving(true);
    if (!(await leaveForProvider(connect, id))) setLeaving(false);
  }

  return (
    <Card className="mx-auto mt-8 max-w-xl p-6">
      <div className="flex items-start gap-3">
        {ok ? (
          <CircleCheck aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-ok" />
        ) : (
          <CircleAlert aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-bad" />
        )}
        <div className="min-w-0">
          <h1 className="break-words font-semibold text-xl tracking-tight">{title}</h1>
          <p className="mt-1 break-words">{message}</p>
          {next && <p className="mt-2 break-words text-muted text-sm">{next}</p>}
          <div className="mt-5 flex flex-wrap gap-2">
            <Link
              href="/connections"
              className={buttonClass(ok || connection === null ? "primary" : "secondary", "md")}
            >
              Back to the connections
            </Link>
            {!ok && connection !== null && (
              <Button variant="primary" pending={leaving} onClick={() => void retry(connection.id)}>
                Try again
              </Button>
            )}
          </div>
        </div>
      </div>
    </Card>
  );
}
