import type { Metadata } from "next";
import { AlertsPage } from "#components/alerts/alerts-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { services } from "#lib/server/services.ts";
import { renewAlertSecret, saveAlertSettings, sendTestAlert } from "./actions.ts";

export const metadata: Metadata = { title: "Alerts" };

export default async function Alerts() {
  const actor = await pageActor("connections.manage");
  const { alerts } = services();
  const [settings, history] = await Promise.all([alerts.settings(actor), alerts.history(actor)]);
  return (
    <AlertsPage
      settings={settings}
      initial={history}
      actions={{ save: saveAlertSettings, renewSecret: renewAlertSecret, test: sendTestAlert }}
    />
  );
}
