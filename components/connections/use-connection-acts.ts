"use client";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import { leaveForProvider } from "./connect-button.tsx";
import type { ConnectionActions } from "./connection-actions.ts";

/** Whether “Test” has something to try: at once, or only by sending a sample. */
export function waysToTest({ kind, settings }: ConnectionSummary): "none" | "at-once" | "sample" {
  const test = connectionKindOf(kind)?.test;
  if (test === "sample") return "sample";
  return test === "itself" || settings.testUrl ? "at-once" : "none";
}

/** What can be done to a connection in the list, each with what it says afterwards. */
export function useConnectionActs(actions: ConnectionActions, refresh: () => Promise<unknown>) {
  const [testing, setTesting] = useState<string | null>(null);

  async function test(connection: ConnectionSummary, options: { sendSample?: boolean } = {}) {
    setTesting(connection.id);
    const result = await tryAction(() => actions.test({ connectionId: connection.id, ...options }));
    setTesting(null);
    if (!result.ok) return toastError(result.error);
    await refresh();
    tell(result.value, `“${connection.name}”`);
  }

  return {
    testing,
    test,

    /** A new credential is tried at once: a typing error shows now, not at night. */
    async saved(connection: ConnectionSummary) {
      await refresh();
      if (connection.attention?.code === "oauth_not_connected") {
        const connect = () => void leaveForProvider(actions.connect, connection.id);
        return toast({
          title: `“${connection.name}” is saved. Connect the account next.`,
          action: { label: "Connect", onClick: connect },
        });
      }
      if (waysToTest(connection) !== "at-once") {
        return toast({ title: `“${connection.name}” is saved.`, tone: "ok" });
      }
      setTesting(connection.id);
      const tested = await tryAction(() => actions.test({ connectionId: connection.id }));
      setTesting(null);
      await refresh();
      if (!tested.ok) return toastError(tested.error);
      tell(tested.value, `“${connection.name}” is saved and`, `“${connection.name}” is saved, but`);
    },

    async duplicate(connection: ConnectionSummary) {
      const result = await tryAction(() => actions.duplicate({ connectionId: connection.id }));
      if (!result.ok) return toastError(result.error);
      await refresh();
      toast({ title: `“${result.value.name}” has the same credential.`, tone: "ok" });
    },

    /** `endAccess`: an OAuth access is given back at the provider first. */
    async remove(connection: ConnectionSummary, endAccess: boolean) {
      const { id: connectionId, name } = connection;
      if (endAccess) {
        const ended = await tryAction(() => actions.disconnect({ connectionId }));
        if (!ended.ok) return toastError(ended.error);
        toast({ title: ended.value.message, tone: ended.value.revoked ? "ok" : "bad" });
      }
      const result = await tryAction(() => actions.remove({ connectionId }));
      if (!result.ok) return toastError(result.error);
      await refresh();
      const restore = async () => {
        const restored = await tryAction(() => actions.restore({ connectionId }));
        if (!restored.ok) toastError(restored.error);
        await refresh();
      };
      toast({
        title: `“${name}” was deleted.`,
        action: { label: "Undo", onClick: () => void restore() },
      });
    },
  };
}

function tell({ lastTest }: ConnectionSummary, well: string, badly: string = well): void {
  toast({
    title: lastTest?.ok ? `${well} works.` : `${badly} does not work.`,
    detail: lastTest?.message,
    tone: lastTest?.ok ? "ok" : "bad",
  });
}
