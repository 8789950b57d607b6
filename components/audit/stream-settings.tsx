"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { useLocale } from "#components/ui/locale.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { StreamView } from "#lib/audit/contract.ts";
import type { AuditActions } from "./audit-actions.ts";
import { SigningSecret } from "./signing-secret.tsx";

type Props = { stream: StreamView | null; actions: AuditActions };

/** Where each entry is sent as it is written, and how that goes. */
export function StreamSettings({ stream, actions }: Props) {
  const router = useRouter();
  const [url, setUrl] = useState(stream?.url ?? "");
  const [secret, setSecret] = useState<string>();
  const [busy, setBusy] = useState("");
  const [misfit, setMisfit] = useState("");
  const [asking, setAsking] = useState<"end" | "secret">();

  async function run<T>(what: string, call: () => Promise<ActionResult<T>>) {
    setBusy(what);
    const result = await tryAction(call);
    setBusy("");
    router.refresh();
    if (result.ok) return result.value;
    toastError(result.error);
    return undefined;
  }

  async function save() {
    setMisfit("");
    setBusy("save");
    const result = await tryAction(() => actions.setStream({ url: url.trim() }));
    setBusy("");
    if (!result.ok) {
      const issue = result.error.issues?.find(({ path }) => path === "url");
      return issue ? setMisfit(issue.message) : toastError(result.error);
    }
    router.refresh();
    if (result.value.secret !== null) setSecret(result.value.secret);
    else toast({ title: "Entries go to the new address from now on.", tone: "ok" });
  }

  return (
    <section aria-labelledby="audit-sending">
      <h2 id="audit-sending" className="mb-2 font-semibold text-lg">
        Sending
      </h2>
      <Card className="flex flex-col gap-4 p-4">
        <p className="text-muted">
          Each entry can be sent to a system of yours the moment it is written: as signed JSON, one
          after another, tried again until it is taken.
        </p>
        {stream && <StreamState stream={stream} />}
        {secret && <SigningSecret secret={secret} onDone={() => setSecret(undefined)} />}
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <FormField
            label="Address"
            help="It starts with https://, and gets what is written from now on."
            error={misfit}
          >
            <TextInput
              inputMode="url"
              placeholder="https://logs.example.com/patchbay"
              maxLength={2_000}
              required
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          </FormField>
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              variant="primary"
              pending={busy === "save"}
              disabled={url.trim() === "" || url.trim() === stream?.url}
            >
              {stream ? "Change the address" : "Start sending"}
            </Button>
            {stream && stream.failures > 0 && (
              <Button
                pending={busy === "retry"}
                onClick={() => void run("retry", () => actions.retryStream({}))}
              >
                Try again now
              </Button>
            )}
            {stream && <Button onClick={() => setAsking("secret")}>New signing secret</Button>}
            {stream && (
              <Button variant="danger" onClick={() => setAsking("end")}>
                Stop sending
              </Button>
            )}
          </div>
        </form>
      </Card>
      {asking === "secret" && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(undefined)}
          title="A new signing secret?"
          confirmLabel="Make it"
          onConfirm={async () => {
            const done = await run("secret", () => actions.renewStreamSecret({}));
            if (done !== undefined) setSecret(done.secret);
          }}
        >
          <p>The present one ends at once: the receiver has to learn the new one.</p>
        </ConfirmDialog>
      )}
      {asking === "end" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={() => setAsking(undefined)}
          title="Stop sending entries?"
          confirmLabel="Stop sending"
          onConfirm={async () => {
            const done = await run("end", () => actions.removeStream({}));
            if (done === undefined) return;
            setUrl("");
            setSecret(undefined);
            toast({ title: "Entries are not sent any more.", tone: "ok" });
          }}
        >
          <p>
            What was not delivered yet is not sent any more; the log itself stays. Starting again
            makes a new signing secret.
          </p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function StreamState({ stream }: { stream: StreamView }) {
  const locale = useLocale();
  const { failures, lastFailure, pending, delivered, deliveredAt, nextTryAt } = stream;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={failures > 0 ? "bad" : "ok"}>{failures > 0 ? "Failing" : "Sending"}</Badge>
        <span>
          {delivered.toLocaleString(locale ?? "en")} delivered
          {deliveredAt && (
            <>
              , the last one <TimeAgo at={deliveredAt} /> (entry {stream.deliveredEntryId})
            </>
          )}
        </span>
        <span className="text-muted">{pending.toLocaleString(locale ?? "en")} waiting</span>
      </p>
      {lastFailure && (
        <Callout
          tone="bad"
          title={failures === 1 ? "The last try failed" : `The last ${failures} tries failed`}
        >
          {lastFailure.message}
          {nextTryAt && (
            <>
              {" "}
              <span suppressHydrationWarning>
                The next try is at {new Date(nextTryAt).toLocaleTimeString(locale)}; nothing is lost
                meanwhile.
              </span>
            </>
          )}
        </Callout>
      )}
    </div>
  );
}
