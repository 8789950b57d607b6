"use client";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import { alertEvents } from "#lib/alerts/alert.ts";
import type { CareSettings } from "#lib/alerts/contract.ts";
import type { AlertActions } from "./alert-actions.ts";

type Props = {
  settings: CareSettings & { mailConfigured: boolean; hasSecret: boolean };
  actions: AlertActions;
};

type Failure = Extract<ActionResult<never>, { ok: false }>["error"];

export function AlertSettings({ settings, actions }: Props) {
  const [muted, setMuted] = useState<ReadonlySet<string>>(new Set(settings.mutedEvents));
  const [byMail, setByMail] = useState(settings.byMail);
  const [mailTo, setMailTo] = useState(settings.mailTo.join(", "));
  const [webhookUrl, setWebhookUrl] = useState(settings.webhookUrl);
  const [failures, setFailures] = useState(String(settings.circuitFailures));
  const [seconds, setSeconds] = useState(String(settings.circuitOpenSeconds));
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const form = useFocusInvalid(failure);
  const issueOf = (key: string) =>
    failure?.issues?.find(({ path }) => path === key || path.startsWith(`${key}.`))?.message;

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(undefined);
    const result = await actions.save({
      mutedEvents: alertEvents.map(({ id }) => id).filter((id) => muted.has(id)),
      byMail,
      mailTo: mailTo
        .split(/[,;\s]+/)
        .map((address) => address.trim())
        .filter((address) => address !== ""),
      webhookUrl: webhookUrl.trim(),
      circuitFailures: Number(failures),
      circuitOpenSeconds: Number(seconds),
    });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    toast({ title: "Saved.", tone: "ok" });
  }

  return (
    <Card className="p-4">
      <form ref={form} onSubmit={save} noValidate className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-2 font-semibold text-lg">Tell when</legend>
          {alertEvents.map(({ id, label, help }) => (
            <label key={id} className="flex items-start gap-2.5">
              <input
                type="checkbox"
                className="mt-1"
                checked={!muted.has(id)}
                onChange={(event) => {
                  const next = new Set(muted);
                  if (event.target.checked) next.delete(id);
                  else next.add(id);
                  setMuted(next);
                }}
              />
              <span>
                <span className="block font-medium">{label}</span>
                <span className="block text-muted text-xs">{help}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div className="flex flex-col gap-4">
          <h2 className="-mb-1 font-semibold text-lg">Where</h2>
          <div className="flex items-center gap-3">
            <Switch id="alerts-by-mail" checked={byMail} onCheckedChange={setByMail} />
            <label htmlFor="alerts-by-mail" className="font-medium">
              By mail
            </label>
          </div>
          {byMail && !settings.mailConfigured && (
            <Callout tone="warn" title="This installation sends no mail yet">
              Until its operator sets PATCHBAY_SMTP_URL, alerts are shown here and sent to the
              webhook only.
            </Callout>
          )}
          {byMail && (
            <FormField
              label="Mail addresses"
              help="Separated by commas. Empty: every owner and admin of the workspace."
              error={issueOf("mailTo")}
            >
              <TextInput
                value={mailTo}
                maxLength={5_000}
                placeholder="Every owner and admin"
                onChange={(event) => setMailTo(event.target.value)}
              />
            </FormField>
          )}
          <FormField
            label="Webhook address"
            help="Is sent a signed JSON message for each alert, as standardwebhooks.com describes. Empty: none."
            error={issueOf("webhookUrl")}
          >
            <TextInput
              inputMode="url"
              value={webhookUrl}
              maxLength={2_000}
              placeholder="https://example.com/patchbay-alerts"
              onChange={(event) => setWebhookUrl(event.target.value)}
            />
          </FormField>
          <SigningSecret hasSecret={settings.hasSecret} renew={actions.renewSecret} />
          <h2 className="-mb-1 font-semibold text-lg">When a host stops answering</h2>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField
              label="Leave it alone after"
              help="Failures in a row: no connection, no answer in time, 5xx or 429."
              error={issueOf("circuitFailures") && "A whole number from 1 to 100."}
            >
              <TextInput
                inputMode="numeric"
                value={failures}
                onChange={(event) => setFailures(event.target.value)}
              />
            </FormField>
            <FormField
              label="Try again after, in seconds"
              help="Twice as long each time it still fails, up to 5 minutes."
              error={issueOf("circuitOpenSeconds") && "A whole number from 1 to 300."}
            >
              <TextInput
                inputMode="numeric"
                value={seconds}
                onChange={(event) => setSeconds(event.target.value)}
              />
            </FormField>
          </div>
          {failure && !failure.issues?.length && (
            <Callout tone="bad" role="alert" title={failure.message}>
              {failure.next}
            </Callout>
          )}
          <div>
            <Button type="submit" variant="primary" pending={pending}>
              Save
            </Button>
          </div>
        </div>
      </form>
    </Card>
  );
}

/** By which the webhook's receiver knows that a message is Patchbay's; shown when it is made only. */
function SigningSecret({
  hasSecret,
  renew,
}: {
  hasSecret: boolean;
  renew: AlertActions["renewSecret"];
}) {
  const [secret, setSecret] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function make() {
    setPending(true);
    const result = await renew({});
    setPending(false);
    if (!result.ok) return toastError(result.error);
    setSecret(result.value.secret);
  }

  if (secret === null) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          size="sm"
          pending={pending}
          icon={<KeyRound className="size-4" />}
          onClick={() => void make()}
        >
          {hasSecret ? "Make a new signing secret" : "Make a signing secret"}
        </Button>
        <span className="text-muted text-xs">
          {hasSecret
            ? "The one before is not used from then on."
            : "The receiver checks with it that a message comes from here."}
        </span>
      </div>
    );
  }
  return (
    <FormField
      label="Signing secret"
      help="Copy it now: it is not shown again."
      action={<CopyButton text={secret} label="Copy the secret" />}
    >
      <TextInput
        readOnly
        autoFocus
        value={secret}
        className="font-mono text-sm"
        onFocus={(event) => event.target.select()}
      />
    </FormField>
  );
}
