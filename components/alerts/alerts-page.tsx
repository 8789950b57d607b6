"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import Link from "next/link";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { AlertView, CareSettings } from "#lib/alerts/contract.ts";
import type { AlertActions } from "./alert-actions.ts";
import { AlertHistory } from "./alert-history.tsx";
import { AlertSettings } from "./alert-settings.tsx";

type Props = {
  settings: CareSettings & { mailConfigured: boolean; hasSecret: boolean };
  initial: AlertView[];
  actions: AlertActions;
};

/** What admins are told of the connections, where, and what they were told. */
export function AlertsPage({ settings, initial, actions }: Props) {
  const client = useQueryClient();
  const { data: alerts, error } = useQuery({
    queryKey: ["alerts"],
    queryFn: ({ signal }) => fetchJson<AlertView[]>("/api/ui/alerts", signal),
    initialData: initial,
    refetchInterval: 5_000,
    refetchIntervalInBackground: false,
  });

  async function test() {
    const result = await actions.test({});
    if (!result.ok) return toastError(result.error);
    await client.invalidateQueries({ queryKey: ["alerts"] });
    toast({ title: "A test is on its way. Whether it arrived is shown below.", tone: "ok" });
  }

  return (
    <>
      <PageHeader
        title="Alerts"
        actions={
          <Button icon={<BellRing className="size-4" />} onClick={() => void test()}>
            Send a test
          </Button>
        }
      >
        Whom Patchbay tells, before a{" "}
        <Link href="/connections" className="text-accent-text underline underline-offset-2">
          connection
        </Link>{" "}
        fails.
      </PageHeader>
      <div className="flex flex-col gap-3">
        {error && (
          <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
            {error.message}
          </Callout>
        )}
        <AlertSettings settings={settings} actions={actions} />
        <AlertHistory alerts={alerts} />
      </div>
    </>
  );
}
