"use client";
import { Link2, RotateCw } from "lucide-react";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import type { ConnectionActions } from "./connection-actions.ts";

type Props = { connection: ConnectionSummary; connect: ConnectionActions["connect"] };

/** Leads to the provider's page and back. Nothing for connections that nobody has to sign in for. */
export function ConnectButton({ connection, connect }: Props) {
  const [leaving, setLeaving] = useState(false);
  if (connectionKindOf(connection.kind)?.oauth !== "person") return null;
  const again = connection.oauth !== null;

  async function go() {
    setLeaving(true);
    if (!(await leaveForProvider(connect, connection.id))) setLeaving(false);
  }

  return (
    <Button
      size="sm"
      variant={connection.attention ? "primary" : "secondary"}
      pending={leaving}
      icon={again ? <RotateCw className="size-4" /> : <Link2 className="size-4" />}
      onClick={() => void go()}
      aria-label={`${again ? "Reconnect" : "Connect"} ${connection.name}`}
    >
      {again ? "Reconnect" : "Connect"}
    </Button>
  );
}

/** Sends the browser to the provider; false, and told so, when that cannot be. */
export async function leaveForProvider(
  connect: ConnectionActions["connect"],
  connectionId: string,
): Promise<boolean> {
  const result = await tryAction(() => connect({ connectionId }));
  if (!result.ok) {
    toastError(result.error);
    return false;
  }
  window.location.assign(result.value.url);
  return true;
}
